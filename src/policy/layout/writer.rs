//! Writes the tree of a file in the layout that [`super`] describes.

use std::ops::Range;

use super::super::grammar::{Key, Shape};
use super::tree::{Above, File, Inside, Line, LineKind, Member, Value, ValueKind};
use super::{keys_of, shape_of, spaced};

/// The file's text, laid out; `keys` are those of its kind.
pub fn write(text: &str, file: &File, keys: &'static [Key]) -> String {
    let writer = Writer { text };
    let widths = writer.widths(&file.lines);
    let mut out = String::with_capacity(text.len());
    let mut section = keys;
    for (line, width) in file.lines.iter().zip(widths) {
        let header = matches!(line.kind, LineKind::Header { .. });
        writer.above(&line.above, header, "", &mut out);
        match &line.kind {
            LineKind::Header { list, path } => {
                let (open, close) = if *list { ("[[", "]]") } else { ("[", "]") };
                out.push_str(&format!("{open}{}{close}", writer.path(path)));
                section = path.iter().fold(keys, |keys, part| keys_of(shape_of(keys, writer.bare(part))));
            }
            LineKind::Pair { key, value } => {
                let name = writer.path(key);
                out.push_str(&format!("{name:width$} = "));
                writer.value(value, writer.shape(section, key), 0, &mut out);
            }
        }
        writer.behind(line.comment.as_ref(), &mut out);
        out.push('\n');
    }
    writer.above(&file.after, false, "", &mut out);
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

struct Writer<'a> {
    text: &'a str,
}

impl<'a> Writer<'a> {
    fn get(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn path(&self, parts: &[Range<usize>]) -> String {
        parts.iter().map(|part| self.get(part)).collect::<Vec<_>>().join(".")
    }

    fn bare(&self, part: &Range<usize>) -> &'a str {
        self.get(part).trim_matches(['"', '\''])
    }

    fn shape(&self, keys: &'static [Key], path: &[Range<usize>]) -> Option<Shape> {
        let (last, first) = path.split_last()?;
        let keys = first.iter().fold(keys, |keys, part| keys_of(shape_of(keys, self.bare(part))));
        shape_of(keys, self.bare(last))
    }

    /// How wide the key of each line is written; 0 where it is as wide as it is.
    fn widths(&self, lines: &[Line]) -> Vec<usize> {
        let mut widths = vec![0; lines.len()];
        let mut from = 0;
        while from < lines.len() {
            let belongs =
                |line: &Line| matches!(line.kind, LineKind::Pair { .. }) && !line.above.contains(&Above::Blank);
            let length = 1 + lines.iter().skip(from + 1).take_while(|line| belongs(line)).count();
            let group = lines.get(from..from + length).unwrap_or_default();
            let keys: Vec<String> = group
                .iter()
                .filter_map(|line| match &line.kind {
                    LineKind::Pair { key, .. } => Some(self.path(key)),
                    LineKind::Header { .. } => None,
                })
                .collect();
            if keys.iter().all(|key| !key.contains(['"', '\''])) {
                let widest = keys.iter().map(|key| key.chars().count()).max().unwrap_or(0);
                widths.iter_mut().skip(from).take(length).for_each(|width| *width = widest);
            }
            from += length;
        }
        widths
    }

    /// Comments and empty lines; a header and the comment that stands on it get an empty line before them.
    fn above(&self, above: &[Above], header: bool, indent: &str, out: &mut String) {
        let is_blank = |above: &Above| *above == Above::Blank;
        let attached = above.iter().rposition(is_blank).map_or(0, |at| at + 1);
        for (i, one) in above.iter().enumerate() {
            if header && i == attached {
                blank(out);
            }
            match one {
                Above::Blank => blank(out),
                Above::Comment(range) => out.push_str(&format!("{indent}{}\n", self.get(range).trim_end())),
            }
        }
        if header && attached == above.len() {
            blank(out);
        }
    }

    fn behind(&self, comment: Option<&Range<usize>>, out: &mut String) {
        if let Some(comment) = comment {
            out.push_str(&format!("  {}", self.get(comment).trim_end()));
        }
    }

    fn value(&self, value: &Value, shape: Option<Shape>, indent: usize, out: &mut String) {
        match &value.kind {
            ValueKind::Plain => {
                let words = self.get(&value.range);
                out.push_str(spaced(words, shape).as_deref().unwrap_or(words));
            }
            ValueKind::List(inside) => {
                let each = match shape {
                    Some(Shape::List(each)) => Some(*each),
                    sections @ Some(Shape::Sections(_)) => sections,
                    _ => None,
                };
                self.inside(inside, ("[", "]"), indent, out, &|member, indent, out| {
                    self.value(&member.value, each, indent, out);
                });
            }
            ValueKind::Table(inside) => {
                let keys = keys_of(shape);
                let braces = if inside.broken || inside.members.is_empty() { ("{", "}") } else { ("{ ", " }") };
                self.inside(inside, braces, indent, out, &|member, indent, out| {
                    out.push_str(&format!("{} = ", self.path(&member.key)));
                    self.value(&member.value, self.shape(keys, &member.key), indent, out);
                });
            }
        }
    }

    fn inside(
        &self,
        inside: &Inside,
        (open, close): (&str, &str),
        indent: usize,
        out: &mut String,
        write: &dyn Fn(&Member, usize, &mut String),
    ) {
        out.push_str(open);
        if !inside.broken {
            for (i, member) in inside.members.iter().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                write(member, indent, out);
            }
            out.push_str(close);
            return;
        }
        let deeper = indent + 2;
        let margin = " ".repeat(deeper);
        out.push('\n');
        for (i, member) in inside.members.iter().enumerate() {
            self.above(skip_blank(&member.above, i == 0), false, &margin, out);
            out.push_str(&margin);
            write(member, deeper, out);
            out.push(',');
            self.behind(member.comment.as_ref(), out);
            out.push('\n');
        }
        self.above(skip_blank(&inside.after, inside.members.is_empty()), false, &margin, out);
        while out.ends_with("\n\n") {
            out.pop();
        }
        out.push_str(&" ".repeat(indent));
        out.push_str(close);
    }
}

/// No empty line right after an opening bracket.
fn skip_blank(above: &[Above], first: bool) -> &[Above] {
    match above {
        [Above::Blank, rest @ ..] if first => rest,
        all => all,
    }
}

/// An empty line, unless there is one or the file begins here.
fn blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}
