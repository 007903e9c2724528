//! Plausible texts by key. A key that is not listed gets a sentence; nothing depends on this list.

/// How many events in a row of themes there are before texts repeat.
pub const THEMES: usize = 8;

/// The texts for a key of an event of this area; there is at least one.
pub fn texts(area: &str, key: &str) -> &'static [&'static str] {
    match (area, key) {
        ("issue", "title") => &[
            "Checkout is slow on mobile",
            "Export fails for large reports",
            "Password reset mail arrives twice",
            "Dashboard shows last month's values",
            "Größe der Anhänge wird falsch angezeigt",
            "検索結果が空になる",
            "\"Save\" does nothing on the second click",
            "Add a dark theme",
        ],
        ("issue", "description") => &[
            "Since the last release the payment step takes more than ten seconds.",
            "Anything above 10,000 rows ends in a timeout.",
            "Happens when the button is clicked before the page has settled.",
            "Steps:\n1. open the dashboard\n2. switch the month\n3. nothing changes",
            "Unter „Dateien“ stehen Kilobyte statt Megabyte.",
            "特殊文字を含む場合のみ発生します。",
            "The first click works; the log says \"409 Conflict\".",
            "Several people asked for it in the last survey.",
        ],
        ("action", "title") => &[
            "Call the ten largest customers",
            "Draft the pricing page",
            "Book the venue for the kick-off",
            "Review the onboarding e-mails",
            "Café-Partner in Köln ansprechen",
            "見積書を送る",
            "Rename \"Q4 plan\" to \"Peak season\"",
            "Set up the A/B test 🧪",
        ],
        ("decision", "title") => &[
            "Raise prices in January",
            "Hire a second designer",
            "Stop the newsletter",
            "Move support to chat",
            "Büro in Zürich eröffnen",
            "新しい市場に参入する",
            "Use \"customer\", not \"user\", in all texts",
            "Sponsor the meetup 🎤",
        ],
        (_, "title") => &[
            "Increase Revenue by 20%",
            "Reduce churn below 3%",
            "Open a second location",
            "Launch the mobile app",
            "Einführung in Österreich – Überblick",
            "売上を20%増やす 🎯",
            "Make \"first value\" happen on day one",
            "Café opening: résumé of week 1",
        ],
        (_, "description" | "content") => &[
            "Grow recurring revenue with the existing customers first, then with new ones.",
            "Talked to the team; the numbers look better than last quarter.",
            "Needs a decision by Friday.",
            "Agenda:\n- status\n- risks\n- next steps",
            "Größter Hebel: Bestandskunden, nicht Neukunden.",
            "まず既存顧客、次に新規顧客。",
            "See C:\\plans\\2026.xlsx, sheet \"Targets\".",
            "Merci à toute l'équipe 🎉\tNext review in two weeks.",
        ],
        (_, "decision") => &[
            "We raise all plans by 5% from January.",
            "We hire one more designer in the first quarter.",
            "We stop sending the newsletter at once.",
            "Chat replaces the hotline after a month of both.",
            "Wir unterschreiben den Mietvertrag für Zürich.",
            "来年の第1四半期に参入します。",
            "All texts say \"customer\".",
            "We sponsor it for one year.",
        ],
        (_, "rationale") => &[
            "Costs rose by 8% and competitors moved first.",
            "Design is the bottleneck of three goals.",
            "Fewer than 2% open it.",
            "Customers wait 12 minutes on the phone, 40 seconds in chat.",
            "Die Hälfte der Anfragen kommt aus der Schweiz.",
            "競合がまだ少ないため。",
            "Two words for one thing \"cost us a week\".",
            "Most applicants heard of us there.",
        ],
        (_, "impact") => {
            &["High", "Medium: two teams", "+5% revenue", "Low", "größer als erwartet"]
        }
        (_, "finalNotes" | "outcome") => &[
            "Reached two weeks early.",
            "Done, with a smaller scope than planned.",
            "Seven of ten customers renewed.",
            "Took longer because of the holidays.",
            "Übertrifft das Ziel um 4 %.",
            "目標を達成しました 🎉",
            "Published as \"Pricing 2026\".",
            "",
        ],
        (_, "reason") => &[
            "Budget was cut.",
            "Customer escalation",
            "Waiting for the supplier.",
            "Priorities changed:\nthe launch comes first.",
            "Urlaub bis Anfang März",
            "担当者が変わりました",
            "Merged with \"Reduce churn\".",
        ],
        (_, "note") => &[
            "Measured after the campaign.",
            "Preliminary, to be confirmed.",
            "You know the customer best.",
            "Corrected by hand: 2 duplicates removed.",
            "Stand Ende Oktober, ohne Rückläufer",
            "速報値",
            "Source: \\\\reports\\weekly \"final\"",
        ],
        (_, "tags") => {
            &["q4", "revenue", "customer", "follow-up", "Überblick", "重要", "🚀", "a/b"]
        }
        (_, "fileName") => &[
            "report-2025-10.pdf",
            "targets.xlsx",
            "whiteboard.jpg",
            "notes.txt",
            "Übersicht März.docx",
            "見積書.pdf",
            "kick-off \"final\".mp4",
            "export.csv",
        ],
        (_, "fileType") => &[
            "application/pdf",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "image/jpeg",
            "text/plain; charset=utf-8",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/pdf",
            "video/mp4",
            "text/csv",
        ],
        (_, "error") => &[
            "The request could not be completed.",
            "Nothing was changed.",
            "See the log under \"7f3a-19\".",
            "Die Anfrage ist fehlgeschlagen: später erneut versuchen.",
            "エラーが発生しました",
        ],
        _ => &["Something was said here.", "Ein Satz mit Umlaut: Grüße.", "A \"quoted\" word."],
    }
}
