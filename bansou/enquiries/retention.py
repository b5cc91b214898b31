"""What is kept about enquiries, why, and until when."""

from bansou.core.retention import AMBER, INTERNAL, RED, keep

ENQUIRY = "1 year after the last message, or with its case; erased at once on the person's wish"

RETENTION = {
    "enquiries.Channel": [
        keep(
            "id kind name region active cursor seen_at last_error skipped quota_used quota_limit",
            INTERNAL,
            "the ways in and out",
            "as long as it is used",
        ),
        keep("sealed_config", AMBER, "accounts and secrets of the channel", "as long as it is used"),
    ],
    "enquiries.Address": [
        keep("id channel person created_at gone_at", RED, "that somebody asked for help, and how", ENQUIRY),
        keep("digest sealed_external", RED, "to find the thread, to send the answer", ENQUIRY),
    ],
    "enquiries.Thread": [
        keep("sealed_answers sealed_preview", RED, "what the person told", ENQUIRY),
        keep(
            "id channel address person case form_token version erase_on erased_at",
            INTERNAL,
            "the thread's course",
            ENQUIRY,
        ),
        keep(
            "state urgency safety language prefecture region",
            AMBER,
            "the inbox, finding helpers, counts",
            ENQUIRY,
        ),
        keep(
            "taken_by taken_at waiting_since reply_until snoozed_until created_at last_at",
            AMBER,
            "who answers, and until when",
            ENQUIRY,
        ),
    ],
    "enquiries.ThreadTopic": [keep("id thread topic", AMBER, "the inbox, counts", ENQUIRY)],
    "enquiries.Message": [
        keep("sealed_text", RED, "what was written", ENQUIRY),
        keep("id thread address direction delivery at by language", AMBER, "the thread's course", ENQUIRY),
        keep("external form_token", INTERNAL, "so that nothing arrives twice", ENQUIRY),
        keep("sealed_external", AMBER, "so that an answer joins what it answers", ENQUIRY),
    ],
    "enquiries.Translation": [
        keep("id message language back sealed_text engine by at", RED, "to understand each other", ENQUIRY),
    ],
    "enquiries.MessageFile": [keep("id message stored", AMBER, "photos and voice notes", ENQUIRY)],
    "enquiries.Outgoing": [
        keep(
            "message attempts next_try_at last_error",
            INTERNAL,
            "sending",
            "until sent or given up; then with the message",
        ),
    ],
    "enquiries.LineEvent": [
        keep(
            "sealed_event", RED, "what LINE told, until it is read", "until read; then a reply token, 1 day"
        ),
        keep(
            "id channel event_id at message attempts next_try_at last_error",
            INTERNAL,
            "so that nothing is lost or arrives twice",
            "7 days",
        ),
    ],
    "enquiries.Translator": [
        keep("sealed_config", AMBER, "address and key of the service", "as long as it is used"),
        keep("id only active seen_at last_error", INTERNAL, "the connection", "as long as it is used"),
    ],
    "enquiries.Reading": [keep("id thread user seen_at", INTERNAL, "who is reading now", "1 day")],
}
SCOPES = {"thread": "enquiries.Thread", "channel": "enquiries.Channel", "translator": "enquiries.Translator"}
