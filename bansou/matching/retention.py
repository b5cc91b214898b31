"""What is kept about requests, appointments and blank spots, and until when."""

from bansou.core.retention import AMBER, INTERNAL, RED, keep

_CASE = "as long as the case (2 years after closing)"
_COUNT = "10 years (counts for reports); names nobody once the case is erased"

RETENTION = {
    "matching.Ask": [
        keep(
            "kind way language field prefecture place day starts ends needed",
            AMBER,
            "what is asked for",
            _CASE,
        ),
        keep("id case state asked_by asked_at expires_at", INTERNAL, "who asked, and until when", _CASE),
    ],
    "matching.Asked": [
        keep("id ask supporter answer answered_at place", AMBER, "who was asked, who helps", _CASE),
    ],
    "matching.Visit": [
        keep("sealed_place_name", RED, "where to meet", _CASE),
        keep("day starts ends place minutes", AMBER, "appointments, claims, counts", _COUNT),
        keep("id case ask supporters state made_by made_at", INTERNAL, "the visit's course", _COUNT),
    ],
    "matching.VisitSupporter": [keep("id visit supporter", AMBER, "who goes along, and may claim", _COUNT)],
    "matching.Booking": [
        keep("supporter language way starts_at ends_at", AMBER, "who interprets when", _COUNT),
        keep(
            "id case ask state booked_by booked_at cancelled_by cancelled_at",
            INTERNAL,
            "the booking's course",
            _COUNT,
        ),
    ],
    "matching.Quarter": [
        keep(
            "id supporter at visit booking", AMBER, "nobody is booked twice", "90 days after the appointment"
        )
    ],
    "matching.BlankSpot": [
        keep("case municipality", AMBER, "where help lacks", "as long as the case is readable"),
        keep("id language field prefecture interpret noted_at", INTERNAL, "what the network lacks", _COUNT),
    ],
}
