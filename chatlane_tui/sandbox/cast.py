"""Who and what the seed is about: the team, its inboxes and channels, the customers written by hand, the entities."""

from __future__ import annotations

from typing import Any

USERS = {
    "sam": (1, "Sam Porter", "sam.porter@acme.example.com"),
    "mei": (2, "Mei Tanaka", "mei.tanaka@acme.example.com"),
    "olu": (3, "Olu Adeyemi", "olu.adeyemi@acme.example.com"),
    "iva": (4, "Iva Horvat", "iva.horvat@acme.example.com"),
}
TOKEN_USER = 1
AGENTS = {"bot": (1, "Acme Assistant", "assistant@acme.example.com")}

INBOXES = {
    "support": (1, "Support", None),
    "social": (2, "Social", None),
    "orders": (3, "Orders", 1),
    "shipments": (4, "Shipments", 2),
    "careers": (5, "Careers", None),
}

CHANNELS = (
    (1, "support", "Support mail", "email", True, "support@acme.example.com"),
    (2, "support", "Billing mail", "email", True, "billing@acme.example.com"),
    (3, "support", "SMS UK", "sms", True, "+441632960001"),
    (4, "support", "SMS UK (old number)", "sms", False, "+441632960002"),
    (5, "support", "WhatsApp UK", "whatsapp", True, "+447700900001"),
    (6, "support", "WhatsApp Europe", "whatsapp", True, "+447700900002"),
    (7, "support", "Help line", "phone_call", True, "+441632960010"),
    (8, "social", "Instagram @acme", "instagram", True, "acme"),
    (9, "social", "Facebook Acme", "facebook", True, "acme"),
    (10, "social", "Facebook Acme Outlet", "facebook", False, "acme.outlet"),
    (11, "social", "WhatsApp Shop", "whatsapp", True, "+447700900003"),
    (12, "social", "Social mail (retired)", "email", False, "social@acme.example.com"),
    (13, "orders", "Orders mail", "email", True, "orders@acme.example.com"),
    (14, "orders", "Orders SMS", "sms", True, "+441632960003"),
    (15, "orders", "Orders WhatsApp", "whatsapp", True, "+447700900004"),
    (16, "shipments", "Dispatch mail", "email", True, "dispatch@acme.example.com"),
    (17, "shipments", "Dispatch SMS", "sms", False, "+441632960004"),
    (18, "shipments", "Dispatch WhatsApp", "whatsapp", True, "+447700900005"),
    (19, "careers", "Careers mail", "email", True, "careers@acme.example.com"),
)

# Key: name, e-mail, phone number, custom attributes. Numbers are from ranges reserved for fiction.
PEOPLE: dict[str, tuple[str, str | None, str | None, dict[str, Any]]] = {
    "ada": (
        "Ada Okonkwo",
        "ada.okonkwo@example.com",
        "+447700900101",
        {"company": "Okonkwo & Daughters", "plan": "Business"},
    ),
    "ben": ("Ben Whitaker", "ben.whitaker@example.org", "+447700900102", {"plan": "Starter"}),
    "priya": ("Priya Raghunathan", "priya.r@example.net", "+447700900103", {"company": "Lotus Yoga", "seats": 12}),
    "hiro": ("山田 裕子", "hiroko.yamada@example.com", "+447700900104", {"language": "ja"}),
    "layla": ("ليلى الحداد", "layla.haddad@example.com", "+447700900105", {"language": "ar", "city": "Amman"}),
    "noa": ("נועה לוי", "noa.levi@example.org", "+447700900106", {"language": "he"}),
    "zoe": (
        "Zoë Müller-Strauß",
        "zoe.mueller@example.net",
        "+447700900107",
        {"company": "Café Größenwahn", "language": "de"},
    ),
    "jose": ("José Ñáñez", "jose.nanez@example.com", "+12025550101", {"language": "es"}),
    "kofi": ("Kofi Mensah", "kofi.mensah@example.org", "+447700900109", {"company": "Mensah Print", "vip": True}),
    "wei": ("陈伟", "wei.chen@example.net", "+12025550102", {"language": "zh"}),
    "sofia": ("Sofía Castellanos", "sofia.c@example.com", "+12025550103", {}),
    "piotr": ("Piotr Wójcik", "piotr.wojcik@example.org", "+447700900112", {"language": "pl"}),
    "fatima": ("Fatima Zahra Benali", "fz.benali@example.net", "+447700900113", {"language": "fr"}),
    "lars": (
        "Lars Ødegård",
        "lars.odegard@example.com",
        "+447700900114",
        {"company": "Fjord Kajakk", "plan": "Business"},
    ),
    "grace": ("Grace Kim", "grace.kim@example.org", "+12025550104", {"company": "Kim Interiors"}),
    "tomas": ("Tomáš Dvořák", "tomas.dvorak@example.net", "+447700900116", {}),
    "amara": ("Amara Nwosu", "amara.nwosu@example.com", "+447700900117", {"plan": "Business", "seats": 40}),
    "ravi": ("Ravi Shankar Iyer", "ravi.iyer@example.org", "+447700900118", {}),
    "elena": ("Елена Соколова", "elena.sokolova@example.net", "+447700900119", {"language": "ru"}),
    "yiannis": ("Γιάννης Παπαδόπουλος", "y.papadopoulos@example.com", "+447700900120", {"language": "el"}),
    "min": ("김민지", "minji.kim@example.org", "+12025550105", {"language": "ko"}),
    "omar": ("Omar Farouk", "omar.farouk@example.net", "+447700900122", {}),
    "chloe": ("Chloé Lefèvre", "chloe.lefevre@example.com", "+447700900123", {"language": "fr"}),
    "nils": ("Nils Bergström", "nils.bergstrom@example.org", "+447700900124", {}),
    "thandi": ("Thandiwe Dlamini", "thandi.dlamini@example.net", "+447700900125", {"company": "Ubuntu Books"}),
    "marco": ("Marco Bianchi", "marco.bianchi@example.com", "+447700900126", {}),
    "anh": ("Nguyễn Thị Ánh", "anh.nguyen@example.org", "+12025550106", {"language": "vi"}),
    "pat": ("Pat O'Connell", "pat.oconnell@example.net", "+447700900128", {"company": 'O\'Connell "& Sons"'}),
    "ines": ("Inês Carvalho", "ines.carvalho@example.com", "+447700900129", {}),
    "sami": ("Sámi Aikio", "sami.aikio@example.org", "+447700900130", {}),
    "dora": ("Dóra Szabó", "dora.szabo@example.net", "+447700900131", {"language": "hu"}),
    "leo": (
        "Leo Fitzgerald-Montgomery",
        "leo.fitzgerald-montgomery@example.com",
        "+12025550107",
        {"plan": "Enterprise"},
    ),
    "aylin": ("Aylin Yıldız", "aylin.yildiz@example.org", "+447700900133", {"language": "tr"}),
    "kai": ("Kai Nakamura 🌊", None, "+12025550108", {"instagram": "@kai.surf"}),
    "ruth": ("Ruth Abebe", "ruth.abebe@example.net", None, {}),
    "gus": ("Gus", None, "+12025550109", {}),
    "hana": ("สมหญิง ใจดี", "somying.jaidee@example.com", "+447700900137", {"language": "th"}),
    "deepa": ("दीपा शर्मा", "deepa.sharma@example.org", "+447700900138", {"language": "hi"}),
    "ian": ("Ian McTavish", "ian.mctavish@example.net", "+447700900139", {}),
    "vera": ("Vera Lindqvist", "vera.lindqvist@example.com", "+447700900140", {"company": "Lindqvist Arkitekter"}),
}

ENTITIES = (
    (
        1,
        "Orders",
        "orders",
        [
            {"id": 1, "name": "Name", "slug": "name", "type": "text", "required": True, "is_external_id": True},
            {
                "id": 2,
                "name": "Status",
                "slug": "status",
                "type": "select",
                "options": ["pending", "paid", "shipped", "completed", "refunded"],
            },
            {"id": 3, "name": "Amount", "slug": "amount", "type": "number"},
            {"id": 4, "name": "Gift", "slug": "gift", "type": "boolean"},
            {"id": 5, "name": "Placed on", "slug": "placed_on", "type": "date"},
        ],
    ),
    (
        2,
        "Shipments",
        "shipments",
        [
            {"id": 6, "name": "Name", "slug": "name", "type": "text", "required": True},
            {"id": 7, "name": "Carrier", "slug": "carrier", "type": "text"},
            {"id": 8, "name": "Tracking", "slug": "tracking", "type": "text", "is_external_id": True},
            {
                "id": 9,
                "name": "Status",
                "slug": "status",
                "type": "select",
                "options": ["label", "in transit", "customs", "delivered", "lost"],
            },
            {"id": 10, "name": "Weight", "slug": "weight", "type": "number"},
        ],
    ),
)

# Entity key, external id, values, people. The key of a record is its external id.
RECORDS: tuple[tuple[int, str, dict[str, Any], tuple[str, ...]], ...] = (
    (
        1,
        "ORD-1042",
        {"name": "ORD-1042", "status": "paid", "amount": 189.5, "gift": False, "placed_on": "2026-01-12"},
        ("ada",),
    ),
    (
        1,
        "ORD-1057",
        {"name": "ORD-1057", "status": "shipped", "amount": 42, "gift": True, "placed_on": "2026-01-19"},
        ("chloe", "marco"),
    ),
    (1, "ORD-1061", {"name": "ORD-1061", "status": "pending", "amount": 1240.0, "gift": False}, ("leo", "amara")),
    (1, "ORD-1066", {"name": "ORD-1066", "status": "paid", "amount": 77.25}, ("zoe",)),
    (1, "ORD-1070", {"name": "ORD-1070", "status": "refunded", "amount": 15.99}, ("omar",)),
    (1, "ORD-1071", {"name": "ORD-1071", "status": "completed", "amount": 310.0}, ("piotr", "dora")),
    (1, "ORD-1075", {"name": "ORD-1075", "status": "pending", "amount": 64.0}, ("gus",)),
    (1, "ORD-1080", {"name": "ORD-1080", "status": "shipped", "amount": 128.4}, ("vera",)),
    (
        2,
        "TRK-88231",
        {
            "name": "Pallet to Lagos",
            "carrier": "Blue Anchor",
            "tracking": "TRK-88231",
            "status": "customs",
            "weight": 214.5,
        },
        ("amara", "kofi"),
    ),
    (
        2,
        "TRK-88240",
        {
            "name": "Kayak paddles",
            "carrier": "NordPost",
            "tracking": "TRK-88240",
            "status": "in transit",
            "weight": 9.8,
        },
        ("lars",),
    ),
    (
        2,
        "TRK-88251",
        {"name": "Books, 3 boxes", "carrier": "Blue Anchor", "tracking": "TRK-88251", "status": "lost", "weight": 31},
        ("thandi",),
    ),
    (
        2,
        "TRK-88260",
        {"name": "Tea set", "carrier": "Sakura Line", "tracking": "TRK-88260", "status": "delivered", "weight": 2.1},
        ("hiro",),
    ),
    (
        2,
        "TRK-88262",
        {"name": "Print rollers", "carrier": "NordPost", "tracking": "TRK-88262", "status": "label", "weight": 55},
        ("kofi",),
    ),
)

TAG_COLOURS = ("#3b82f6", "#ef4444", "#10b981", "#f59e0b", "#8b5cf6", "#ec4899", "#14b8a6", "#64748b")
