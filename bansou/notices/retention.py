"""How long mails and background tasks are kept."""

from bansou.core.retention import INTERNAL, RED, keep

RETENTION = {
    "notices.Mail": [
        keep(
            "sealed", RED, "recipient, subject and text of a mail that waits", "until sent; at most 30 days"
        ),
        keep(
            "id kind scope created_at attempts next_try_at sent_at last_error",
            INTERNAL,
            "whether a mail went out",
            "90 days",
        ),
    ],
    "django_tasks_database.DBTaskResult": [
        keep(
            "id status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids"
            " queue_name backend_name run_after return_value exception_class_path traceback",
            INTERNAL,
            "background work; arguments are ids only",
            "1 day after it ended",
        ),
    ],
}
