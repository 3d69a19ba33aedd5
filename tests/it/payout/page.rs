//! A strict reader of the report's markup: it knows the little that a page may hold and panics on the rest, so a
//! name that became markup, an open element or a bare `<` does not get past it.

/// An element as it was read.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

#[derive(Debug)]
pub enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// All words inside, pictures' titles left out.
    pub fn text(&self) -> String {
        let of = |node: &Node| match node {
            Node::Text(text) => text.clone(),
            Node::Element(element) if element.name == "svg" => String::new(),
            Node::Element(element) => element.text(),
        };
        self.children.iter().map(of).collect()
    }

    fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// This and everything inside, in the order of the page.
    pub fn all(&self) -> Vec<&Element> {
        let mut found = vec![self];
        found.extend(self.elements().flat_map(Element::all));
        found
    }

    pub fn find(&self, id: &str) -> Option<&Element> {
        self.all().into_iter().find(|e| e.attribute("id") == Some(id))
    }

    pub fn named(&self, name: &str) -> Vec<&Element> {
        self.all().into_iter().filter(|e| e.name == name).collect()
    }

    /// The rows of a table's body, each cell as text; the cells of pictures are left out.
    pub fn rows(&self, id: &str) -> Vec<Vec<String>> {
        let table = self.find(id).unwrap_or_else(|| panic!("no table `{id}`"));
        let body = table.elements().find(|e| e.name == "tbody").expect("a body");
        let cell = |e: &&Element| !e.attribute("class").unwrap_or("").starts_with("bar");
        body.elements().map(|row| row.elements().filter(cell).map(Element::text).collect()).collect()
    }
}

/// Reads a whole page.
pub fn parse(bytes: &[u8]) -> Element {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let mut rest = text.strip_prefix("<!DOCTYPE html>\n").expect("a document type");
    let mut open: Vec<Element> = vec![Element::default()];
    while !rest.is_empty() {
        let top = open.last_mut().expect("something is open");
        if let Some(after) = rest.strip_prefix("</") {
            let (name, after) = after.split_once('>').expect("an end of the tag");
            assert_eq!(top.name, name, "closes what is not open");
            let done = open.pop().expect("something is open");
            open.last_mut().expect("not the page itself").children.push(Node::Element(done));
            rest = after;
        } else if let Some(after) = rest.strip_prefix('<') {
            let (element, after, closed) = tag(after);
            if closed {
                top.children.push(Node::Element(element));
                rest = after;
            } else if element.name == "style" {
                // its text is no markup; whatever is in it ends at the first `</`
                let end = after.find("</").expect("an end of the sheet");
                open.push(Element { children: vec![Node::Text(after[..end].to_owned())], ..element });
                rest = &after[end..];
            } else {
                open.push(element);
                rest = after;
            }
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            top.children.push(Node::Text(plain(&rest[..end])));
            rest = &rest[end..];
        }
    }
    assert_eq!(open.len(), 1, "{:?} is still open", open.last().map(|e| &e.name));
    let mut page = open.remove(0);
    assert!(
        page.children
            .iter()
            .all(|n| matches!(n, Node::Element(_)) || matches!(n, Node::Text(t) if t.trim().is_empty()))
    );
    page.children.retain(|node| matches!(node, Node::Element(_)));
    match page.children.pop() {
        Some(Node::Element(html)) if html.name == "html" && page.children.is_empty() => html,
        other => panic!("the page is not one `html`: {other:?}"),
    }
}

/// A tag after its `<`, what follows it, and whether it closes itself.
fn tag(text: &str) -> (Element, &str, bool) {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).expect("an end of the name");
    let mut element = Element { name: text[..end].to_owned(), ..Element::default() };
    assert!(!element.name.is_empty(), "a `<` that opens nothing: {}", text.chars().take(40).collect::<String>());
    let mut rest = &text[end..];
    loop {
        if let Some(after) = rest.strip_prefix("/>") {
            return (element, after, true);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (element, after, false);
        }
        let after = rest.strip_prefix(' ').expect("a space before an attribute");
        let (name, after) = after.split_once("=\"").expect("an attribute with its value");
        assert!(name.chars().all(|c| c.is_ascii_alphabetic() || c == '-'), "`{name}` is no attribute");
        let (value, after) = after.split_once('"').expect("an end of the value");
        assert!(element.attribute(name).is_none(), "`{name}` twice");
        element.attributes.push((name.to_owned(), plain(value)));
        rest = after;
    }
}

/// A text with its five entities resolved.
fn plain(escaped: &str) -> String {
    assert!(!escaped.contains(['<', '>', '"', '\'']), "not escaped: {escaped}");
    let entities = ["amp", "lt", "gt", "quot", "#39"];
    let odd = escaped.split('&').skip(1).find(|part| !entities.iter().any(|e| part.starts_with(&format!("{e};"))));
    assert!(odd.is_none(), "a bare `&`: {escaped}");
    let text = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&")
}
