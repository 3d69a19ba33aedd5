//! What a bench is told: `--rows N` (several times) and `--rounds N`, after the `--` of `cargo bench`.

/// How large and how often.
pub struct Options {
    /// Numbers of enterprises.
    pub rows: Vec<usize>,
    /// Rounds of measuring.
    pub rounds: usize,
    /// Anything else, in order.
    pub rest: Vec<String>,
}

/// Reads the arguments; `rows` and `rounds` stand where none are given.
pub fn read(rows: &[usize], rounds: usize) -> Options {
    let mut options = Options { rows: Vec::new(), rounds, rest: Vec::new() };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = || {
            let text = args.next().unwrap_or_default();
            text.parse().unwrap_or_else(|_| panic!("{arg} wants a number, not `{text}`"))
        };
        match arg.as_str() {
            "--rows" => options.rows.push(number()),
            "--rounds" => options.rounds = number(),
            // cargo's own
            "--bench" => {}
            _ => options.rest.push(arg),
        }
    }
    if options.rows.is_empty() {
        options.rows = rows.to_vec();
    }
    options
}
