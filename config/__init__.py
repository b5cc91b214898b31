"""How an installation is put together: settings, addresses, server entry point."""
