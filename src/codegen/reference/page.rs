//! A Markdown page for GitHub. It escapes, counts headings and makes links; it knows no protocol.

use crate::describe::prose;

pub(super) struct Page {
    out: String,
    headings: Vec<(usize, String)>,
    /// Where the table of contents goes.
    contents_at: usize,
}

impl Page {
    pub(super) fn new(title: &str) -> Self {
        Page { out: format!("# {title}\n"), headings: Vec::new(), contents_at: 0 }
    }

    pub(super) fn contents(&mut self) {
        self.contents_at = self.out.len();
    }

    /// A heading, whose text no other heading may share: links go by it.
    pub(super) fn heading(&mut self, level: usize, text: &str) {
        let taken = self.headings.iter().any(|(_, other)| anchor(other) == anchor(text));
        assert!(!taken, "two headings are called `{text}`");
        self.headings.push((level, text.to_owned()));
        self.text(&format!("{} {text}", "#".repeat(level)));
    }

    /// A block of Markdown.
    pub(super) fn text(&mut self, markdown: &str) {
        self.out.push('\n');
        self.out.push_str(markdown);
        self.out.push('\n');
    }

    /// A doc comment.
    pub(super) fn doc(&mut self, doc: &str) {
        self.text(&visible(&prose(doc)));
    }

    pub(super) fn list(&mut self, items: &[String]) {
        let items: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
        self.text(&items.join("\n"));
    }

    /// A table, from cells in Markdown.
    pub(super) fn table<const N: usize>(&mut self, head: [&str; N], rows: Vec<[String; N]>) {
        let mut lines = vec![row(&head), row(&["---"; N])];
        lines.extend(rows.iter().map(|cells| row(cells)));
        self.text(&lines.join("\n"));
    }

    /// A code block, whose text is not touched.
    pub(super) fn code(&mut self, language: &str, text: &str) {
        self.text(&format!("```{language}\n{}\n```", text.trim_end()));
    }

    pub(super) fn finish(mut self) -> String {
        let mut contents = String::from("\n## Contents\n\n");
        for (index, (level, text)) in self.headings.iter().enumerate() {
            if *level != 2 {
                continue;
            }
            contents.push_str(&format!("- {}\n", link(text, text)));
            let inner: Vec<String> = self.headings[index + 1..]
                .iter()
                .take_while(|(level, _)| *level > 2)
                .map(|(_, text)| link(text, text))
                .collect();
            if !inner.is_empty() {
                contents.push_str(&format!("  - {}\n", inner.join(" · ")));
            }
        }
        self.out.insert_str(self.contents_at, &contents);
        self.out
    }
}

/// A link to a heading of the page.
pub(super) fn link(text: &str, heading: &str) -> String {
    format!("[{text}](#{})", anchor(heading))
}

/// `a`, `b`, `c`; a dash for nothing.
pub(super) fn codes<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let texts: Vec<String> = texts.into_iter().map(|text| format!("`{text}`")).collect();
    if texts.is_empty() { "–".to_owned() } else { texts.join(", ") }
}

/// A doc comment in a cell of a table.
pub(super) fn cell(doc: &str) -> String {
    visible(&prose(doc)).replace("\n\n", "<br>")
}

/// The anchor that GitHub gives to a heading.
fn anchor(heading: &str) -> String {
    heading
        .chars()
        .filter_map(|character| match character {
            ' ' => Some('-'),
            '-' | '_' => Some(character),
            _ if character.is_alphanumeric() => Some(character.to_ascii_lowercase()),
            _ => None,
        })
        .collect()
}

fn row<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.as_ref().replace('|', "\\|")).collect();
    format!("| {} |", cells.join(" | "))
}

/// Text whose angle brackets are seen: outside code they would be HTML.
fn visible(text: &str) -> String {
    let mut in_code = false;
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        in_code = in_code != (character == '`');
        match character {
            '<' if !in_code => out.push_str("&lt;"),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_stays_in_its_cell() {
        assert_eq!(row(&["a|b", "`c|d`"]), "| a\\|b | `c\\|d` |");
    }

    #[test]
    fn angle_brackets_are_seen() {
        assert_eq!(cell(" Other `<area>.error`, <b>."), "Other `<area>.error`, &lt;b>.");
    }

    #[test]
    #[should_panic(expected = "two headings are called `a.b`")]
    fn anchors_are_unique() {
        let mut page = Page::new("x");
        page.heading(2, "ab");
        page.heading(2, "a.b");
    }
}
