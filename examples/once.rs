#[path = "../benches/support/pack.rs"]
mod pack;
use duixian::roster::RosterFile;
fn main() {
    let mut args = std::env::args().skip(1);
    let rows = args.next().unwrap();
    let threads: usize = args.next().map_or(1, |t| t.parse().unwrap());
    let bytes = std::fs::read(format!("target/bench/{rows}/roster.xlsx")).unwrap();
    let pack = pack::pack(&pack::at("rules/zhuzhou"), "");
    let file = RosterFile { name: "roster.xlsx".to_owned(), bytes: bytes.into() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let options = duixian::roster::Options { year: 2023, ..Default::default() };
    let roster = pool.install(|| duixian::roster::read(std::slice::from_ref(&file), &pack.schema, &options)).unwrap();
    println!("{} enterprises, {} findings", roster.dataset.enterprises(), roster.findings.len());
    std::process::exit(0);
}
