package diag

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// A syntaxFile is a file with errors, to find better words for them.
type syntaxFile struct {
	src     []byte
	outline outline
}

// problem says an error of HCL's parser in our words. HCL gives its errors no
// codes, so they are told apart by their Summary; one that is new in a later
// HCL keeps its own words. A Range left empty is the one of HCL.
func (s *syntaxFile) problem(d *hcl.Diagnostic) Problem {
	switch d.Summary {
	case "Invalid argument name":
		return s.quotedArgument(*d.Subject)
	case "Attribute redefined":
		return s.repeatedArgument(*d.Subject)
	case "Invalid character encoding":
		return Problem{Code: NotUTF8, Detail: "This file is not UTF-8 at this place. Save it in that encoding."}
	case "Invalid character":
		return s.invalidCharacter(d)
	case "Invalid multi-line string", "Unterminated template string", "Unterminated string literal":
		return s.unclosedString(d)
	case "Invalid escape sequence":
		return Problem{Code: InvalidString, Detail: fmt.Sprintf(
			"\"%s\" means nothing in a string. For a backslash as such, write it twice; the others are "+
				`\n, \r, \t, \", \uNNNN and \UNNNNNNNN.`, s.text(*d.Subject))}
	case "Invalid string literal":
		if strings.Contains(d.Detail, "Template sequences") {
			return Problem{Code: InvalidString, Detail: "A label is written as it is, without ${…}: names are known before any value is."}
		}
		return Problem{Code: InvalidString, Detail: d.Detail}
	case "Unexpected comma after argument":
		p := Problem{
			Code: MissingNewline, Range: *d.Subject,
			Detail: "Arguments are not separated by commas. Put each one on a line of its own.",
		}
		if strings.TrimSpace(s.rest(p.Range.End.Byte)) == "" {
			p.Fix = &Fix{Text: "remove the comma", Edits: []Edit{{p.Range, ""}}}
		}
		return p
	case "Missing newline after argument":
		return s.missingNewline(*d.Subject)
	case "Missing newline after block definition":
		return Problem{
			Code:   MissingNewline,
			Detail: "Something follows the closing brace of this block. Put it on a line of its own.",
		}
	case "Invalid single-argument block definition", "Argument definition required":
		return Problem{Code: MissingNewline, Detail: "A block on one line holds one argument at most. " +
			"Put each argument, and the closing brace, on a line of its own."}
	case "Invalid block definition":
		return s.invalidBlock(d)
	case "Argument or block definition required":
		return s.neitherArgumentNorBlock(*d.Subject)
	case "Unclosed configuration block", "Unclosed configuration body",
		"Unterminated tuple constructor expression", "Unterminated object constructor expression",
		"Unterminated function call", "Unclosed template interpolation sequence", "Unbalanced parentheses":
		return s.unclosed(d)
	case "Missing expression":
		if s.outline.unclosed() != nil {
			return s.unclosed(d)
		}
		return Problem{Code: InvalidSyntax, Detail: "The file ends where a value is expected."}
	case "Invalid expression":
		return s.missingValue(d)
	case "Missing attribute separator", "Missing item separator", "Missing argument separator",
		"Extra characters after interpolation expression", "Extra characters after expression":
		return s.separator(d)
	case "Missing key/value separator", "Missing attribute value":
		return s.keyValue(d)
	}
	return Problem{Code: InvalidSyntax, Detail: d.Detail}
}

// text is the source of a range, "" where the range is not in it.
func (s *syntaxFile) text(r hcl.Range) string {
	if !r.CanSliceBytes(s.src) {
		return ""
	}
	return string(r.SliceBytes(s.src))
}

// rest is the source from a byte to the end of its line.
func (s *syntaxFile) rest(at int) string {
	if at < 0 || at >= len(s.src) {
		return ""
	}
	line, _, _ := bytes.Cut(s.src[at:], []byte("\n"))
	return strings.TrimSuffix(string(line), "\r")
}

// along is the range of the next n bytes of a line, given its start.
func along(start hcl.Range, text string) hcl.Range {
	r := start
	r.End = r.Start
	r.End.Byte += len(text)
	r.End.Column += utf8.RuneCountInString(text)
	return r
}

func (s *syntaxFile) quotedArgument(at hcl.Range) Problem {
	line := s.rest(at.Start.Byte)
	p := Problem{Code: QuotedArgument, Range: at}
	end := strings.Index(strings.TrimPrefix(line, `"`), `"`)
	if end < 0 {
		p.Detail = "A line of a block begins with the name of an argument or a block, never with a quote."
		return p
	}
	quoted := line[:end+2]
	name := quoted[1 : len(quoted)-1]
	p.Range = along(at, quoted)
	if hclsyntax.ValidIdentifier(name) {
		p.Detail = fmt.Sprintf("Argument names are not quoted: write %s. A key of the user's own choice is a member of "+
			"an object value, which is set by an argument.", name)
		p.Fix = &Fix{Text: "remove the quotes around " + name, Edits: []Edit{{p.Range, name}}}
		return p
	}
	p.Detail = fmt.Sprintf("No argument can be called %q. A key like this is a member of an object: put it inside "+
		"the value of the argument that takes it, as in arguments = { %s = ... }.", name, quoted)
	return p
}

func (s *syntaxFile) repeatedArgument(at hcl.Range) Problem {
	name := s.text(at)
	p := Problem{
		Code:   RepeatedArgument,
		Detail: fmt.Sprintf("The argument %q is set twice in this block. Keep one of the two.", name),
	}
	if first, ok := s.outline.first(name, at); ok {
		p.Notes = []Note{{first, fmt.Sprintf("%q is set here first", name)}}
	}
	return p
}

func (s *syntaxFile) invalidCharacter(d *hcl.Diagnostic) Problem {
	p := Problem{Code: InvalidCharacter, Range: *d.Subject}
	switch c := s.text(*d.Subject); c {
	case "'":
		p.Detail = "Strings stand in double quotes, not in single ones."
		line := s.rest(d.Subject.Start.Byte)
		if end := strings.Index(line[1:], "'"); end >= 0 && !strings.ContainsAny(line[1:end+1], "\"\\") {
			p.Range = along(*d.Subject, line[:end+2])
			p.Fix = &Fix{Text: "use double quotes", Edits: []Edit{{p.Range, `"` + line[1:end+1] + `"`}}}
		}
	case ";":
		p.Detail = "Nothing stands at the end of an argument but the end of its line. Remove the semicolon."
		p.Fix = &Fix{Text: "remove the semicolon", Edits: []Edit{{*d.Subject, ""}}}
	case "“", "”", "„", "‘", "’":
		p.Detail = "Strings stand in straight double quotes (\"), not in curly ones, which word processors put in."
		line := s.rest(d.Subject.Start.Byte)
		if end := strings.Index(line, "”"); end > len(c) && !strings.ContainsAny(line[:end], "\"\\") {
			end += len("”")
			p.Range = along(*d.Subject, line[:end])
			p.Fix = &Fix{Text: "use straight quotes", Edits: []Edit{{p.Range, `"` + line[len(c):end-len("”")] + `"`}}}
		}
	case "`":
		p.Detail = "Strings stand in double quotes; those of several lines between <<EOT and EOT."
	default:
		p.Detail = fmt.Sprintf("%q has no meaning here.", c)
	}
	return p
}

func (s *syntaxFile) unclosedString(d *hcl.Diagnostic) Problem {
	start := d.Subject.Start
	begin := bytes.LastIndexByte(s.src[:min(start.Byte, len(s.src))], '\n') + 1
	line := s.rest(begin)
	if !strings.Contains(line, `"`) {
		return Problem{Code: InvalidString, Detail: "The file ends inside a text of several lines. " +
			"The word that began it, as EOT in <<EOT, ends it on a line of its own."}
	}
	col := strings.LastIndex(line, `"`)
	rng := func(from int) hcl.Range {
		r := hcl.Range{Filename: d.Subject.Filename, Start: hcl.Pos{
			Line: start.Line, Byte: begin + from,
			Column: utf8.RuneCountInString(line[:from]) + 1,
		}}
		return along(r, line[from:])
	}
	// "${x" lacks a brace, not a quote: its second quote opened a string
	// inside the template.
	if i := strings.LastIndex(line, "${"); i >= 0 && strings.Count(line[:i], `"`)%2 == 1 && !strings.Contains(line[i:], "}") {
		return Problem{Code: Unclosed, Range: rng(i), Detail: `The "${" of this string is never closed. Put a "}" after the expression in it.`}
	}
	return Problem{Code: InvalidString, Range: rng(col), Detail: "The string that begins here does not end on this line. " +
		"Close it with a quote; text of several lines stands between <<EOT and EOT."}
}

func (s *syntaxFile) missingNewline(at hcl.Range) Problem {
	before := s.src[:min(at.Start.Byte, len(s.src))]
	number := before[bytes.LastIndexFunc(before, func(r rune) bool { return r < '0' || r > '9' })+1:]
	if unit := s.text(at); len(number) > 0 && hclsyntax.ValidIdentifier(unit) {
		rng := at
		rng.Start.Byte -= len(number)
		rng.Start.Column -= len(number)
		text := string(number) + unit
		return Problem{
			Code: InvalidSyntax, Range: rng,
			Detail: fmt.Sprintf("%s is no value. A duration, like all text, is a string: %q.", text, text),
			Fix:    &Fix{Text: "put quotes around it", Edits: []Edit{{rng, `"` + text + `"`}}},
		}
	}
	if p, ok := s.follows(at); ok {
		return p
	}
	return Problem{Code: MissingNewline, Detail: fmt.Sprintf("The value of this argument has ended, and %q follows. "+
		"Put the next argument on a line of its own; put text in quotes.", s.text(at))}
}

func (s *syntaxFile) invalidBlock(d *hcl.Diagnostic) Problem {
	p := Problem{Code: InvalidBlock, Range: *d.Subject}
	if s.text(*d.Subject) == "=" {
		p.Detail = "This is the header of a block: no equals sign stands before its brace."
		sign := *d.Subject
		if rest := s.rest(sign.Start.Byte); strings.HasPrefix(rest, "= ") {
			sign = along(sign, "= ")
		}
		p.Fix = &Fix{Text: "remove the equals sign", Edits: []Edit{{sign, ""}}}
		return p
	}
	if d.Context != nil {
		p.Range = hcl.RangeBetween(*d.Context, *d.Subject)
		p.Range.End = d.Subject.Start
	}
	next := d.Subject.End.Byte
	if next <= len(s.src) {
		after := bytes.TrimLeft(s.src[next:], " \t\r\n")
		if len(after) > 0 && after[0] == '{' {
			gap := *d.Subject
			gap.End = hcl.Pos{} // set below: the brace's own place
			brace := len(s.src) - len(after)
			gap.End.Byte = brace
			gap.End.Line = gap.Start.Line + bytes.Count(s.src[gap.Start.Byte:brace], []byte("\n"))
			gap.End.Column = brace - bytes.LastIndexByte(s.src[:brace], '\n')
			p.Detail = "The opening brace of a block stands on the line of its header."
			p.Fix = &Fix{Text: "put the brace on the line above", Edits: []Edit{{gap, " "}}}
			return p
		}
	}
	words := strings.Fields(s.text(p.Range))
	if len(words) == 2 {
		p.Code = InvalidSyntax
		p.Detail = fmt.Sprintf("If %s is an argument, put an equals sign before its value: %s = %s. "+
			"If it is a block, its opening brace is missing on this line.", words[0], words[0], words[1])
		return p
	}
	p.Detail = `A block is its name, its labels in quotes, and an opening brace "{" on the same line.`
	return p
}

func (s *syntaxFile) neitherArgumentNorBlock(at hcl.Range) Problem {
	p := Problem{Code: InvalidSyntax}
	word := s.text(at)
	after := strings.TrimLeft(s.rest(at.End.Byte), " \t")
	if p, ok := s.mention(at, word); ok {
		return p
	}
	switch {
	case word == "}":
		p.Detail = "This brace closes nothing. Remove it, or look for one that closes too early above."
	case word == "-" && strings.HasPrefix(after, "-"):
		p.Detail = "A comment begins with #."
	case word == "{" && len(bytes.TrimSpace(s.src[:at.Start.Byte])) == 0:
		p.Detail = "This is JSON, and pipelines are written in HCL: pipeline \"NAME\" { … }."
	case s.yaml(at, after):
		p.Detail = fmt.Sprintf("This is YAML, and pipelines are written in HCL: blocks such as pipeline \"NAME\" { … } instead of %s: and indentation.", word)
	case word == "-" || word == "*":
		p.Detail = "This is no YAML: a list is a value, [a, b], and tasks are blocks."
	case strings.HasPrefix(after, ":"):
		p.Detail = fmt.Sprintf("An argument is set with an equals sign, not with a colon: %s = ...", word)
	case strings.HasPrefix(after, "=="):
		p.Detail = fmt.Sprintf("An argument is set with one equals sign: %s = ...", word)
	case strings.HasPrefix(after, "."):
		p.Detail = fmt.Sprintf("An argument is set by its name alone. The members of %s are set in an object, %s = { ... }, "+
			"or in a block, as its page says.", word, word)
	default:
		p.Detail = fmt.Sprintf("A line of a block is an argument (name = value) or begins a block (name \"label\" {); %q is neither.", word)
	}
	return p
}

func (s *syntaxFile) missingValue(d *hcl.Diagnostic) Problem {
	p := Problem{Code: InvalidSyntax}
	switch c := s.text(*d.Subject); strings.TrimRight(c, "\r") {
	case "\n", "\r\n", "":
		p.Detail = "The line ends where a value is expected. A value begins on the line of its name; it may go on over several lines inside brackets."
	default:
		p.Detail = fmt.Sprintf("A value is expected here, not %q.", c)
	}
	return p
}

func (s *syntaxFile) unclosed(d *hcl.Diagnostic) Problem {
	b := s.outline.unclosed()
	if b == nil {
		return Problem{Code: Unclosed, Detail: "The bracket that opens here is not closed where it has to be."}
	}
	p := Problem{Code: Unclosed, Range: b.start}
	pair := map[hclsyntax.TokenType][2]string{
		hclsyntax.TokenOBrace: {"brace", "}"},
		hclsyntax.TokenOBrack: {"bracket", "]"},
		hclsyntax.TokenOParen: {"parenthesis", ")"},
	}
	name, ok := pair[b.typ]
	switch {
	case b.header != "":
		p.Range = b.line
		p.Detail = fmt.Sprintf(`The block %s is never closed. Put its "}" on a line of its own, at the end of what belongs to it.`, b.header)
		if b.end.Filename != "" {
			p.Detail = fmt.Sprintf(`A "}" is missing, and by indentation it is the one of %s: the next one stands further left. `+
				`Put it on a line of its own, at the end of what belongs to the block.`, b.header)
			p.Notes = []Note{{b.end, "this brace stands too far left to close it"}}
		}
	case ok:
		p.Detail = fmt.Sprintf("The %s that opens here is never closed. Put a %q at the end of what belongs to it.", name[0], name[1])
	default:
		p.Detail = `The "${" that opens here is never closed. Put a "}" after the expression in it.`
	}
	return p
}
