package dev.patchbay.core.plugin;

/** What plug-ins there are. */
public final class PluginCatalog {}
