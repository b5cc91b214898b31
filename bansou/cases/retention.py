"""What is kept about cases, why, and until when."""

from bansou.core.retention import AMBER, INTERNAL, RED, keep

CLOSING = "2 years after closing; erased earlier on the person's wish"
COUNT = "10 years (counts for reports); names nobody"

RETENTION = {
    "cases.Case": [
        keep("sealed_facts", RED, "what the matter is, what the person wishes", CLOSING),
        keep(
            "id number person state opened_at last_at closed_at version form_token",
            INTERNAL,
            "the case's course",
            COUNT,
        ),
        keep("opened_by", INTERNAL, "who opened it", COUNT),
        keep(
            "urgency prefecture region language language_mode main_topic route outcome",
            AMBER,
            "lists, finding helpers, counts",
            COUNT,
        ),
        keep("erase_on", INTERNAL, "when it is erased", COUNT),
    ],
    "cases.CaseLanguage": [keep("id case language mode", AMBER, "finding helpers", CLOSING)],
    "cases.CaseTopic": [keep("id case topic", AMBER, "finding helpers, counts", COUNT)],
    "cases.CaseMember": [
        keep(
            "id case user role granted_at granted_by expires_at ended_at ended_by",
            INTERNAL,
            "who may see the case, and since when",
            COUNT,
        ),
    ],
    "cases.Conflict": [keep("id case user noted_at noted_by", RED, "who must never see the case", CLOSING)],
    "cases.Relative": [keep("id case relation sealed_identity", RED, "who the people are", CLOSING)],
    "cases.Residence": [
        keep(
            "case sealed_situation recorded_at recorded_by", RED, "advice on residence; warned dates", CLOSING
        ),
    ],
    "cases.Entry": [
        keep("sealed_text", RED, "the progress record", CLOSING),
        keep(
            "id case kind mode at by written_at private",
            AMBER,
            "the record's course, counts of contacts",
            COUNT,
        ),
    ],
    "cases.EntryTopic": [keep("id entry topic", AMBER, "counts of topics", COUNT)],
    "cases.Task": [
        keep("sealed_text", RED, "what is to be done", CLOSING),
        keep(
            "id case step due_on from_residence assigned_to made_at made_by done_at done_by",
            AMBER,
            "deadlines and the plan",
            CLOSING,
        ),
    ],
    "cases.CaseFile": [keep("id case stored added_at added_by", AMBER, "files of the case", CLOSING)],
    "cases.Consent": [
        keep(
            "id case purpose answer form text_version said_on recorded_at recorded_by proof",
            AMBER,
            "proof of what the person agreed to",
            COUNT,
        ),
        keep("sealed_extent", RED, "to whom and in which words", CLOSING),
    ],
    "cases.BreakGlass": [
        keep("sealed_reason", RED, "why somebody opened the case in an emergency", CLOSING),
        keep(
            "id case user emergency opened_at until_at red_at verdict reviewed_at reviewed_by",
            INTERNAL,
            "review of emergency openings",
            COUNT,
        ),
    ],
    "cases.Series": [keep("year last", INTERNAL, "numbers cases", "as long as there are cases")],
}
SCOPES = {"case": "cases.Case"}
