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

/// A line of a plot: its name, how it is drawn, and the first frame in milliseconds at each size.
type Grown = (&'static str, &'static str, Vec<(f64, f64)>);

/// Measures, and draws.
pub fn draw(bench: &Bench) {
    let measured: Vec<(&Panel, Vec<Grown>)> = PANELS
        .iter()
        .map(|panel| (panel, panel.measured(bench)))
        .collect();
    std::fs::write(FILE, drawn(&measured)).unwrap();
    println!("drawn: {FILE}");
}

impl Panel {
    fn measured(&self, bench: &Bench) -> Vec<Grown> {
        let ours = Some(("Ally Up", self.ours));
        let beside = [("ours", ours), ("beside", self.beside)];
        let lines = beside.into_iter().filter_map(|(class, line)| {
            let (name, program) = line?;
            let point = |size: &usize| {
                let frames = bench.first_frames([&program(bench, *size)])?;
                Some((*size as f64, frames[0]))
            };
            let points: Vec<(f64, f64)> = self.sizes.iter().filter_map(point).collect();
            println!("{name}, {}: {points:.1?}", self.title);
            Some((name, class, points))
        });
        lines.collect()
    }
}

fn drawn(panels: &[(&Panel, Vec<Grown>)]) -> String {
    let (wide, tall) = (
        panels.len() as f64 * (WIDE + AROUND) + AROUND,
        TALL + 2.0 * AROUND,
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {tall}\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <title>How long the first frame takes as a lesson, a history or a course becomes longer</title>\n\
         <style>text {{ fill: #333 }} .name {{ font-size: 12px; font-weight: bold }} .grid {{ stroke: #888; stroke-opacity: 0.25; fill: none }} \
         .axis {{ stroke: #888; fill: none }} .ours {{ stroke: #0a7d6c; fill: none; stroke-width: 2 }} \
         .beside {{ stroke: #a15c00; fill: none; stroke-width: 2; stroke-dasharray: 5 3 }}\n\
         @media (prefers-color-scheme: dark) {{ text {{ fill: #ddd }} .ours {{ stroke: #58c7b5 }} .beside {{ stroke: #e2a04c }} }}</style>\n"
    );
    for (nth, (panel, lines)) in panels.iter().enumerate() {
        plot(&mut svg, panel, lines, AROUND + nth as f64 * (WIDE + AROUND));
    }
    svg.push_str("</svg>\n");
    svg
}

/// Where a value stands between two, by powers of ten.
fn along(value: f64, from: f64, to: f64) -> f64 {
    (value / from).log10() / (to / from).log10()
}

fn plot(svg: &mut String, panel: &Panel, lines: &[Grown], left: f64) {
    let [from, to] = [panel.sizes.first(), panel.sizes.last()].map(|size| *size.unwrap() as f64);
    let x = |size: f64| left + WIDE * along(size, from, to);
    let y = |ms: f64| AROUND + TALL * (1.0 - along(ms.clamp(FROM, TO), FROM, TO));
    let (bottom, right) = (AROUND + TALL, left + WIDE);
    let mut line = |words: std::fmt::Arguments<'_>| writeln!(svg, "{words}").unwrap();
    line(format_args!(
        "<text class=\"name\" x=\"{left}\" y=\"{}\">first frame of {}, ms</text>",
        AROUND - 16.0,
        panel.title
    ));
    for ms in [1.0, 10.0, 100.0, 1_000.0, 10_000.0] {
        line(format_args!(
            "<path class=\"grid\" d=\"M{left} {}H{right}\"/>",
            y(ms)
        ));
        line(format_args!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            left - 5.0,
            y(ms) + 4.0,
            short(ms as usize)
        ));
    }
    line(format_args!(
        "<path class=\"axis\" d=\"M{left} {AROUND}V{bottom}H{right}\"/>"
    ));
    for size in panel.sizes {
        line(format_args!(
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            x(*size as f64),
            bottom + 15.0,
            short(*size)
        ));
    }
    line(format_args!(
        "<text x=\"{right}\" y=\"{}\" text-anchor=\"end\">{}</text>",
        bottom + 31.0,
        panel.unit
    ));
    for (name, class, points) in lines {
        let path: Vec<String> = points
            .iter()
            .map(|(size, ms)| format!("{:.1} {:.1}", x(*size), y(*ms)))
            .collect();
        line(format_args!(
            "<path class=\"{class}\" d=\"M{}\"/>",
            path.join("L")
        ));
        for (size, ms) in points {
            line(format_args!(
                "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"1.5\"/>",
                x(*size),
                y(*ms)
            ));
        }
        // The figure stands above the end of its line, where that leaves room.
        if let Some((size, ms)) = points.last() {
            line(format_args!(
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{name}: {ms:.*}</text>",
                x(*size),
                (y(*ms) - 8.0).max(AROUND - 2.0),
                usize::from(*ms < 10.0)
            ));
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
