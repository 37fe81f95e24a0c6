package dev.carteiro.console;

import dev.carteiro.bridge.Imports;
import dev.carteiro.bridge.RunTimeBridges;
import dev.carteiro.config.ConfigReloader;
import dev.carteiro.delivery.Deliveries;
import dev.carteiro.delivery.Flows;
import dev.carteiro.delivery.Overrides;
import dev.carteiro.delivery.Pipelines;
import dev.carteiro.delivery.Replays;
import dev.carteiro.delivery.Steering;
import dev.carteiro.eventlog.EventLog;
import dev.carteiro.instance.Instances;
import dev.carteiro.openapi.Described;
import dev.carteiro.routing.Router;
import dev.carteiro.stream.Subscriptions;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

    @Bean
    RouterFunction<ServerResponse> bridgeApi(RunTimeBridges bridges, BridgeKeys bridgeKeys) {
        return BridgeApi.routes(new BridgeHandler(bridges, bridgeKeys));
    }

    @Bean
    RouterFunction<ServerResponse> importApi(Imports imports) {
        return ImportApi.routes(new ImportHandler(imports));
    }

    @Bean
    RouterFunction<ServerResponse> eventApi(EventLog log, Deliveries deliveries) {
        return EventApi.routes(new EventHandler(log, deliveries));
    }

    @Bean
    RouterFunction<ServerResponse> flowApi(Flows flows) {
        return FlowApi.routes(new FlowHandler(flows, Clock.systemUTC()));
    }

    @Bean
    RouterFunction<ServerResponse> deliveryApi(
            Deliveries deliveries, Steering steering, EventLog log, Replays replays, Pipelines pipelines) {
        DeliveryHandler handler = new DeliveryHandler(deliveries, steering, log, Clock.systemUTC());
        ReplayHandler replay = new ReplayHandler(replays, pipelines, Clock.systemUTC());
        return DeliveryApi.routes(handler, replay);
    }

    @Bean
    RouterFunction<ServerResponse> destinationApi(Pipelines pipelines, Overrides overrides) {
        DestinationHandler destinations = new DestinationHandler(pipelines, overrides, Clock.systemUTC());
        return DestinationApi.routes(destinations);
    }

    /** Codes are drawn here, however many are asked for. */
    @Bean(destroyMethod = "dispose")
    Scheduler pictureScheduler() {
        return Schedulers.newBoundedElastic(1, 256, "qr-codes", 60, true);
    }

    @Bean
    RouterFunction<ServerResponse> instanceApi(Instances instances, Scheduler pictureScheduler) {
        return InstanceApi.routes(new InstanceHandler(instances, pictureScheduler));
    }

    /** Conditions are computed here, however many they are, and not where the front door needs the threads. */
    @Bean(destroyMethod = "dispose")
    Scheduler trialScheduler() {
        return Schedulers.newBoundedElastic(1, 16, "route-trials", 60, true);
    }

    @Bean
    RouterFunction<ServerResponse> trialApi(
            ConfigReloader config, Router router, EventLog log, Scheduler trialScheduler) {
        Clock clock = Clock.systemUTC();
        Trials trials = new Trials(Trials.candidates(config, router), log::received, trialScheduler, clock);
        return TrialApi.routes(new TrialHandler(trials, clock));
    }

    /** Not made together with its route: a bean is never told of itself, and that route would be missing. */
    @Bean
    DocumentHandler documentHandler(ObjectProvider<RouterFunction<?>> routes, ObjectProvider<Described> others) {
        return new DocumentHandler(routes, others);
    }

    @Bean
    RouterFunction<ServerResponse> operationsApi(DocumentHandler documentHandler) {
        return OperationsApi.routes(documentHandler);
    }

    @Bean
    Described endpoints() {
        return OperationsApi.endpoints();
    }

    @Bean
    InstanceSnapshot instanceSnapshot(Instances instances, Scheduler pictureScheduler) {
        return new InstanceSnapshot(instances, pictureScheduler);
    }

    @Bean
    RouterFunction<ServerResponse> subscriptionApi(Subscriptions subscriptions) {
        return SubscriptionApi.routes(new SubscriptionHandler(subscriptions));
    }
}
