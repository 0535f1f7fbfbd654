//! Owns the plot of growth: how long the first frame takes as a lesson, a history or a course becomes longer. Drawn as SVG, both axes by
//! powers of ten, for light and dark pages.

use super::bench::Bench;
use super::program::Program;
use super::worlds::World;
use std::fmt::Write;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pictures/growth.svg");

/// A panel's inside, and the room around it.
const WIDE: f64 = 220.0;
const TALL: f64 = 200.0;
const AROUND: f64 = 46.0;

/// The axis of time, in milliseconds.
const FROM: f64 = 1.0;
const TO: f64 = 10_000.0;

/// Makes the program that is measured at a size.
type Made = fn(&Bench, usize) -> Program;

/// One plot: what grows, and who is measured at each size.
struct Panel {
    title: &'static str,
    unit: &'static str,
    sizes: &'static [usize],
    /// The player.
    ours: Made,
    /// What it is seen beside, with its name.
    beside: Option<(&'static str, Made)>,
}

const PANELS: &[Panel] = &[
    Panel {
        title: "a lesson",
        unit: "bytes",
        sizes: &[10_000, 100_000, 1_000_000, 10_000_000],
        ours: |bench, size| World::lesson_of(size).back_in_the_lesson(&bench.ours),
        beside: Some(("stock ratatui reader", |bench, size| bench.floor("ratatui", size))),
    },
    Panel {
        title: "a history",
        unit: "events",
        sizes: &[10, 1_000, 10_000, 100_000, 1_000_000],
        ours: |bench, size| World::after(size).player(&bench.ours),
        beside: None,
    },
    Panel {
        title: "a course",
        unit: "lessons",
        sizes: &[30, 300, 3_000, 10_000],
        ours: |bench, size| World::lessons(size).player(&bench.ours),
        beside: None,
    },
];

/// Measures, and draws.
pub fn draw(bench: &Bench) {
    let (wide, tall) = (
        PANELS.len() as f64 * (WIDE + AROUND) + AROUND,
        TALL + 2.0 * AROUND,
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {tall}\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <title>How long the first frame takes as a lesson, a history or a course becomes longer</title>\n\
         <style>text {{ fill: #333 }} .axis {{ stroke: #888; fill: none }} .ours {{ stroke: #0a7d6c; fill: none; stroke-width: 2 }} \
         .beside {{ stroke: #a15c00; fill: none; stroke-width: 2; stroke-dasharray: 5 3 }}\n\
         @media (prefers-color-scheme: dark) {{ text {{ fill: #ddd }} .ours {{ stroke: #58c7b5 }} .beside {{ stroke: #e2a04c }} }}</style>\n"
    );
    for (nth, panel) in PANELS.iter().enumerate() {
        let left = AROUND + nth as f64 * (WIDE + AROUND);
        plot(&mut svg, bench, panel, left);
    }
    svg.push_str("</svg>\n");
    std::fs::write(FILE, svg).unwrap();
    println!("drawn: {FILE}");
}

/// Where a value stands between two, by powers of ten.
fn along(value: f64, from: f64, to: f64) -> f64 {
    (value / from).log10() / (to / from).log10()
}

fn plot(svg: &mut String, bench: &Bench, panel: &Panel, left: f64) {
    let [from, to] = [panel.sizes.first(), panel.sizes.last()].map(|size| *size.unwrap() as f64);
    let x = |size: f64| left + WIDE * along(size, from, to);
    let y = |ms: f64| AROUND + TALL * (1.0 - along(ms.clamp(FROM, TO), FROM, TO));
    let bottom = AROUND + TALL;
    writeln!(
        svg,
        "<path class=\"axis\" d=\"M{left} {AROUND}V{bottom}H{}\"/>",
        left + WIDE
    )
    .unwrap();
    writeln!(
        svg,
        "<text x=\"{left}\" y=\"{}\">first frame of {}, ms</text>",
        AROUND - 14.0,
        panel.title
    )
    .unwrap();
    for ms in [1.0, 10.0, 100.0, 1_000.0, 10_000.0] {
        writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{ms}</text>",
            left - 4.0,
            y(ms) + 4.0
        )
        .unwrap();
    }
    for size in panel.sizes {
        let at = x(*size as f64);
        writeln!(
            svg,
            "<text x=\"{at}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            bottom + 14.0,
            short(*size)
        )
        .unwrap();
    }
    writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
        left + WIDE,
        bottom + 30.0,
        panel.unit
    )
    .unwrap();
    let ours = Some(("Ally Up", panel.ours));
    for (class, line) in [("ours", ours), ("beside", panel.beside)] {
        let Some((name, program)) = line else { continue };
        let points: Vec<(f64, f64)> = panel
            .sizes
            .iter()
            .filter_map(|size| Some((*size as f64, bench.first_frames([&program(bench, *size)])?[0])))
            .collect();
        println!("{name}, {}: {points:?}", panel.title);
        let path: Vec<String> = points
            .iter()
            .map(|(size, ms)| format!("{:.1} {:.1}", x(*size), y(*ms)))
            .collect();
        writeln!(svg, "<path class=\"{class}\" d=\"M{}\"/>", path.join("L")).unwrap();
        if let Some((size, ms)) = points.last() {
            let [at, up] = [x(*size), y(*ms) - 6.0];
            writeln!(
                svg,
                "<text x=\"{at:.1}\" y=\"{up:.1}\" text-anchor=\"end\">{name}</text>"
            )
            .unwrap();
        }
    }
}

/// A size as a mark on an axis has it.
fn short(size: usize) -> String {
    match size {
        1_000_000.. => format!("{} M", size / 1_000_000),
        1_000.. => format!("{} k", size / 1_000),
        _ => size.to_string(),
    }
}
