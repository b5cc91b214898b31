"""What is kept about completed questionnaires, and until when."""

from bansou.core.retention import AMBER, INTERNAL, keep

RETENTION = {
    "courses.Completion": [
        keep("supporter questionnaire completed_on", AMBER, "right to file claims", "2 years after leaving"),
        keep("id recorded_by", INTERNAL, "who recorded it", "2 years after leaving"),
    ],
}
