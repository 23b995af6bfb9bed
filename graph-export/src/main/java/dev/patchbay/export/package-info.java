/**
 * The formats in which a report leaves Patchbay, one plug-in each: {@code dot} for Graphviz, {@code
 * svg} for browsers, {@code graphml} for JGraphT, NetworkX and Gephi, {@code eap-ig-json} for
 * EAP-IG and MIB, {@code csv} for tables; {@code html}, a page for readers, is in {@code report}.
 *
 * <p>Every exporter but {@code svg}, which refuses what is too large, and {@code html}, which packs
 * 8 bytes an edge, streams: memory does not grow with the graph. Equal reports give equal bytes, in
 * UTF-8 with {@code \n} at line ends, whatever the machine's locale.
 */
@NullMarked
package dev.patchbay.export;

import org.jspecify.annotations.NullMarked;
