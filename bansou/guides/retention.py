"""What is kept about guides and lines: public texts, and who checked them."""

from bansou.core.retention import AMBER, INTERNAL, keep

RETENTION = {
    "guides.Guide": [keep("topic version", INTERNAL, "which guides there are", "as long as it matters")],
    "guides.GuideText": [
        keep(
            "id guide language title lead points steps link_url link_label source_version state revision",
            INTERNAL,
            "the public text of a guide",
            "as long as it matters",
        ),
        keep("checked_by checked_at", AMBER, "who stands behind the words", "until the text is changed"),
    ],
    "guides.EmergencyLine": [
        keep(
            "id code kind name name_en number then_press languages interpreter hours edited removed_at",
            INTERNAL,
            "the public lines for an emergency",
            "as long as it matters",
        ),
        keep("checked_on checked_by", INTERNAL, "whether the line is still right", "until the next check"),
    ],
    "guides.Catalogue": [
        keep("language state digest", INTERNAL, "which words were checked", "as long as it matters"),
        keep("checked_by checked_at", AMBER, "who stands behind the words", "until the next check"),
    ],
}
