package dev.carteiro.network;

import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server on the loopback: it knows what it is told, has never heard of other names, and may be silent. */
public final class TestNameServer implements AutoCloseable {

    private final Map<String, List<InetAddress>> known = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final DatagramSocket socket;
    private volatile boolean silent;

    public TestNameServer() {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("test-name-server").start(this::serve);
    }

    /** Where it is to be asked. */
    public DnsServerAddressStreamProvider servers() {
        return new SingletonDnsServerAddressStreamProvider((InetSocketAddress) socket.getLocalSocketAddress());
    }

    public void know(String name, String... addresses) {
        known.put(name, List.of(addresses).stream().map(InetAddress::ofLiteral).toList());
    }

    public void fallSilent() {
        silent = true;
    }

    /** The names that were asked for, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve() {
        byte[] buffer = new byte[1_500];
        while (!socket.isClosed()) {
            try {
                DatagramPacket query = new DatagramPacket(buffer, buffer.length);
                socket.receive(query);
                byte[] answer = answer(ByteBuffer.wrap(buffer, 0, query.getLength()));
                if (!silent) {
                    socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private byte[] answer(ByteBuffer query) {
        short id = query.getShort();
        query.position(12);
        StringBuilder name = new StringBuilder();
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        short type = query.getShort();
        byte[] question = new byte[query.getShort() == 1 ? query.position() - 12 : 0];
        query.position(12).get(question);
        asked.add(name.toString());
        int size = type == 1 ? 4 : 16;
        List<InetAddress> found = known.getOrDefault(name.toString(), List.of()).stream()
                .filter(address -> address.getAddress().length == size)
                .toList();
        ByteBuffer answer = ByteBuffer.allocate(1_500).putShort(id);
        answer.putShort((short) (known.containsKey(name.toString()) ? 0x8180 : 0x8183)); // no error, or no such name
        answer.putShort((short) 1).putShort((short) found.size()).putInt(0).put(question);
        for (InetAddress address : found) {
            answer.putShort((short) 0xC00C).putShort(type).putShort((short) 1).putInt(0); // to be kept for no time
            answer.putShort((short) size).put(address.getAddress());
        }
        byte[] bytes = new byte[answer.position()];
        answer.flip().get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        socket.close();
    }
}
