package diag

// Problems of files and of their syntax.
const (
	InvalidSyntax    Code = "PC0001"
	QuotedArgument   Code = "PC0002"
	MissingNewline   Code = "PC0003"
	Unclosed         Code = "PC0004"
	InvalidCharacter Code = "PC0005"
	InvalidString    Code = "PC0006"
	RepeatedArgument Code = "PC0007"
	InvalidBlock     Code = "PC0008"
	NotUTF8          Code = "PC0010"
	UnreadableFile   Code = "PC0011"
	FileTooLarge     Code = "PC0012"
	NestedTooDeeply  Code = "PC0013"
)

var syntaxCodes = []*Entry{
	{
		Code:  InvalidSyntax,
		Name:  "InvalidSyntax",
		Title: "Invalid syntax",
		Doc: "The text is no HCL at this place, so nothing after it in the same block can be trusted. " +
			"A pipeline is made of arguments (`name = value`, one a line) and blocks (`kind \"label\" { ... }`).",
		Example: `pipeline "p" {
  timeout "1h"
}
`,
	},
	{
		Code:  QuotedArgument,
		Name:  "QuotedArgument",
		Title: "Quoted argument name",
		Doc: "The arguments of a block are names, never strings. A key that is no name, such as `--date`, " +
			"is a member of an object value: the argument comes first, then the object with the key in it.",
		Example: `pipeline "p" {
  task "glue_job" "clean" {
    job      = "clean"
    "--date" = "2026-01-05"
  }
}
`,
	},
	{
		Code:  MissingNewline,
		Name:  "MissingNewline",
		Title: "Missing newline",
		Doc: "HCL ends an argument with the line, not with a comma or a semicolon. A block on one line holds " +
			"one argument at most; with two or more, each has a line of its own.",
		Example: `pipeline "p" {
  task "lambda" "a" { function = "a", timeout = "5m" }
}
`,
	},
	{
		Code:  Unclosed,
		Name:  "Unclosed",
		Title: "Missing closing bracket",
		Doc: "A brace, bracket, parenthesis or `${` is opened and never closed, so the file ends inside it. " +
			"When the place shown looks right, a bracket is missing in a block or value further down: " +
			"indentation that is off by one level shows where.",
		Example: `pipeline "p" {
  task "lambda" "a" {
    function = "a"
}
`,
	},
	{
		Code:  InvalidCharacter,
		Name:  "InvalidCharacter",
		Title: "Invalid character",
		Doc: "The character has no meaning in HCL. Strings stand in straight double quotes, never in single or " +
			"curly ones; lines end without a semicolon.",
		Example: `pipeline "p" {
  timeout = '1h'
}
`,
	},
	{
		Code:  InvalidString,
		Name:  "InvalidString",
		Title: "Invalid string",
		Doc: "A quoted string ends on the line on which it begins, and a backslash in it is followed by n, r, t, " +
			"a quote, a backslash, or u and four hexadecimal digits. A backslash that is meant as such is " +
			"written twice; text of several lines stands between `<<EOT` and `EOT`.",
		Example: `pipeline "p" {
  description = "C:\data"
}
`,
	},
	{
		Code:  RepeatedArgument,
		Name:  "RepeatedArgument",
		Title: "Repeated argument",
		Doc:   "An argument is set twice in the same block, and it would be a guess which value is meant.",
		Example: `pipeline "p" {
  timeout = "1h"
  timeout = "2h"
}
`,
	},
	{
		Code:  InvalidBlock,
		Name:  "InvalidBlock",
		Title: "Invalid block header",
		Doc: "A block is its name, its labels in quotes, and an opening brace on the same line. No equals sign " +
			"stands before the brace: that would be an argument whose value is an object.",
		Example: `pipeline "p"
{
}
`,
	},
	{
		Code:  NotUTF8,
		Name:  "NotUTF8",
		Title: "Text that is not UTF-8",
		Doc: "Source files are UTF-8, with or without a byte order mark. Files saved in another encoding " +
			"(Latin-1, UTF-16) have to be converted first.",
	},
	{
		Code:  UnreadableFile,
		Name:  "UnreadableFile",
		Title: "Unreadable file",
		Doc:   "The file is there but cannot be read: its permissions forbid it, or it is a directory.",
	},
	{
		Code:  FileTooLarge,
		Name:  "FileTooLarge",
		Title: "File too large",
		Doc: "Sources are text that people write. A file beyond the limit is a mistake in a generator or a " +
			"data file with the wrong name, and reading it would only take long.",
	},
	{
		Code:  NestedTooDeeply,
		Name:  "NestedTooDeeply",
		Title: "Too deep nesting",
		Doc: "Blocks, objects, lists, parentheses or templates are nested beyond what any reader could follow. " +
			"Name the inner parts as locals and refer to them.",
	},
}
