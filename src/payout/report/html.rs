//! Markup that is sound by construction: names of elements and attributes are ours, every text is escaped
//! where it enters, every element that is opened is closed.
//!
//! There is no way to put markup into a page but through these calls, so a company called `<script>` is a
//! word. The result is both HTML and well-formed XML, which is what the tests hold it to.

use crate::diagnostic::render::visible;

/// A page or a piece of one.
#[derive(Default)]
pub struct Html {
    out: String,
}

/// Attributes of an element: names are ours, values are escaped.
pub type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Html {
    /// A page that is nothing but its document type yet.
    #[must_use]
    pub fn document() -> Self {
        Self { out: "<!DOCTYPE html>\n".to_owned() }
    }

    /// The bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    /// An element with what stands inside.
    pub fn element(&mut self, name: &'static str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.open(name, attributes, ">");
        inside(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
        // a line a row or block, so that two pages can be compared as texts
        if matches!(name, "tr" | "table" | "section" | "p" | "h1" | "h2" | "figure" | "li" | "head" | "body" | "style")
        {
            self.out.push('\n');
        }
    }

    /// An element with a text.
    pub fn leaf(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.element(name, attributes, |html| html.text(text));
    }

    /// An element with nothing inside.
    pub fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.open(name, attributes, "/>");
    }

    /// A text: escaped, control characters and marks of text direction made visible.
    pub fn text(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    /// The style sheet, and the words at the foot of each printed page.
    pub fn style(&mut self, sheet: &'static str, foot: &str) {
        self.element("style", &[], |html| {
            html.out.push_str(sheet);
            html.out.push_str("@page{@bottom-left{content:");
            css_string(foot, &mut html.out);
            html.out.push_str("}}\n");
        });
    }

    fn open(&mut self, name: &'static str, attributes: Attributes<'_>, end: &'static str) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push_str(end);
    }
}

fn escape(text: &str, out: &mut String) {
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // neither XML nor HTML may hold what is no character
            c if u32::from(c) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// A string of a style sheet: everything but letters and digits is written by its number.
fn css_string(text: &str, out: &mut String) {
    out.push('"');
    for c in visible(text).chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else {
            out.push_str(&format!("\\{:x} ", u32::from(c)));
        }
    }
    out.push('"');
}
