package dev.carteiro.ingest;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the front door lets in.
 *
 * @param maxBody of one request; a WhatsApp history or a video in base64 is tens of megabytes
 */
@ConfigurationProperties("carteiro")
record IngestProperties(@DefaultValue("64MB") DataSize maxBody) {}
