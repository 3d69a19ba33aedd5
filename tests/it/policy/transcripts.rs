//! What a clerk or a rule author sees: `transcripts/*.txt` hold commands (`$ duixian …`) and all that each says, stdout
//! before stderr, then its exit code. `DUIXIAN_ACCEPT=1 cargo test transcripts` writes them anew.

use std::process::Command;

use super::folder::repository;

/// The words of a command line; single quotes keep spaces together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let (mut quoted, mut started) = (false, false);
    for c in line.chars() {
        match c {
            '\'' => (quoted, started) = (!quoted, true),
            ' ' if !quoted && started => {
                words.push(String::new());
                started = false;
            }
            ' ' if !quoted => {}
            _ => {
                words.last_mut().expect("there is one").push(c);
                started = true;
            }
        }
    }
    words
}

fn run(line: &str) -> String {
    let words = words(line.strip_prefix("$ duixian ").unwrap_or_else(|| panic!("not a command: {line}")));
    let output = Command::new(env!("CARGO_BIN_EXE_duixian"))
        .args(&words)
        .current_dir(repository())
        .env_remove("NO_COLOR")
        .env("LC_ALL", "zh_CN.UTF-8")
        .output()
        .expect("the binary runs");
    let said: String =
        [output.stdout, output.stderr].into_iter().map(|s| String::from_utf8(s).expect("UTF-8")).collect();
    let end = if said.is_empty() || said.ends_with('\n') { "" } else { "\n" };
    format!("{line}\n{said}{end}[{}]\n", output.status.code().expect("it was not killed"))
}

#[test]
fn commands_say_what_the_transcripts_say() {
    let folder = repository().join("tests/it/policy/transcripts");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        let expected = std::fs::read_to_string(&file).unwrap();
        let commands: Vec<&str> = expected.lines().filter(|line| line.starts_with("$ ")).collect();
        assert!(!commands.is_empty(), "{} has no commands", file.display());
        let got = commands.iter().map(|line| run(line)).collect::<Vec<_>>().join("\n");
        if std::env::var_os("DUIXIAN_ACCEPT").is_some() {
            std::fs::write(&file, &got).unwrap();
        } else {
            assert_eq!(got, expected, "{}", file.display());
        }
        seen += 1;
    }
    assert_eq!(seen, 4);
}
