"""How the web server runs: two processes on the loopback address, behind a proxy of the installation."""

import os

bind = os.environ.get("BANSOU_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("BANSOU_WORKERS", "2"))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 10
keepalive = 5
preload_app = True
# Access lines would name the pages that people read; only errors are logged.
accesslog = None
errorlog = "-"
loglevel = "warning"
