// Reads a GIFT bank with gift-pegjs: each question by its title, and how many answers it has.
const fs = require("fs");
const { parse } = require("gift-pegjs");
const { version } = require("gift-pegjs/package.json");
const questions = {};
for (const question of parse(fs.readFileSync(process.argv[2], "utf8"))) {
  if (question.type === "Category") continue;
  questions[question.title] = (question.choices || question.matchPairs || []).length;
}
console.log(JSON.stringify({ version, questions }));
