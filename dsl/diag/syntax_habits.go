package diag

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// operatorWords are operators of other languages, and how they are written here.
var operatorWords = map[string]string{
	"and": "&&", "AND": "&&", "or": "||", "OR": "||", "is": "==", "eq": "==", "=": "==", "===": "==",
	"ne": "!=", "<>": "!=", "gt": ">", "lt": "<",
}

// follows says what is wrong where a value has ended and something follows that
// looks like its continuation in another language; false where it does not.
func (s *syntaxFile) follows(at hcl.Range) (Problem, bool) {
	word := s.text(at)
	p := Problem{Code: InvalidSyntax, Range: at}
	before := bytes.TrimRight(s.src[:min(at.Start.Byte, len(s.src))], " \t")
	last := string(before[bytes.LastIndexAny(before, " \t\n=({[,!")+1:])
	switch op := operatorWords[word]; {
	case word == `"` && bytes.HasSuffix(before, []byte(`""`)):
		p.Detail = "Text of several lines begins with <<EOT and ends with EOT on a line of its own."
	case last == "not" && op == "":
		p.Range = at
		p.Range.End = at.Start
		p.Range.Start.Byte = len(before) - len("not")
		p.Range.Start.Column -= at.Start.Byte - p.Range.Start.Byte
		p.Detail = `"not" is written !, before what it turns round.`
		p.Fix = &Fix{Text: "write !", Edits: []Edit{{p.Range, "!"}}}
	case op != "":
		p.Detail = fmt.Sprintf("%q is written %s between two values.", word, op)
		p.Fix = &Fix{Text: "write " + op, Edits: []Edit{{at, op}}}
	case word == "in":
		p.Detail = `Whether a list has an element is contains(list, element).`
	case word == "if":
		p.Detail = "One of two values is condition ? value : other."
	case word == "(" && strings.Contains(last, "."):
		method := last[strings.LastIndexByte(last, '.')+1:]
		p.Detail = fmt.Sprintf("Values have no methods: functions take them as an argument, as in %s(value).", method)
	default:
		return Problem{}, false
	}
	return p, true
}

// separator says what is wrong where a comma or a line's end is expected inside
// brackets.
func (s *syntaxFile) separator(d *hcl.Diagnostic) Problem {
	if p, ok := s.follows(*d.Subject); ok {
		return p
	}
	p := Problem{Code: InvalidSyntax}
	switch word := s.text(*d.Subject); d.Summary {
	case "Missing attribute separator":
		p.Detail = fmt.Sprintf("This member of the object has ended, and %q follows. Put a comma between, or a new line.", word)
	case "Extra characters after interpolation expression", "Extra characters after expression":
		p.Detail = fmt.Sprintf("The value has ended, and %q follows.", word)
	default:
		p.Detail = fmt.Sprintf("This value has ended, and %q follows. Put a comma between.", word)
	}
	return p
}

// keyValue says what is wrong where a member of an object has no value.
func (s *syntaxFile) keyValue(d *hcl.Diagnostic) Problem {
	p := Problem{Code: InvalidSyntax}
	if d.Context != nil {
		open := d.Context.Start.Byte
		if open >= 2 && open <= len(s.src) && bytes.Equal(s.src[open-2:open], []byte("${")) {
			p.Range = *d.Context
			p.Range.Start.Byte -= 2
			p.Range.Start.Column -= 2
			p.Detail = "An expression in a string stands in one pair of braces: ${input.date}. Two pairs are GitHub's."
			return p
		}
	}
	word := s.text(*d.Subject)
	switch word {
	case "}", ",", "\n", "":
		p.Detail = "A member of an object is a name and a value: { name = value }. A list stands in brackets: [a, b]."
	case ".":
		p.Detail = "The name of a member of an object that has dots stands in quotes: { \"a.b\" = value }."
	default:
		p.Detail = fmt.Sprintf("A member of an object is a name and a value: { name = value }. Here %q follows the name.", word)
	}
	return p
}

// yaml says whether a line is one of YAML, which begins a mapping.
func (s *syntaxFile) yaml(at hcl.Range, after string) bool {
	return strings.TrimSpace(after) == ":" && at.Start.Column == 1
}

// hopeless says whether the file is none of HCL at all, so that one error is
// enough.
func (s *syntaxFile) hopeless(d *hcl.Diagnostic) bool {
	if d.Summary != "Argument or block definition required" && d.Summary != "Invalid block definition" {
		return false
	}
	after := strings.TrimLeft(s.rest(d.Subject.End.Byte), " \t")
	return s.yaml(*d.Subject, after) || s.text(*d.Subject) == "{" && len(bytes.TrimSpace(s.src[:d.Subject.Start.Byte])) == 0
}

// mention says what is wrong with a line of a block that is a mention of a task
// or an arrow between two.
func (s *syntaxFile) mention(at hcl.Range, word string) (Problem, bool) {
	rest := s.rest(at.End.Byte)
	if !strings.Contains(rest, ">>") && !strings.Contains(rest, "<<") && !strings.Contains(rest, "->") || !hclsyntax.ValidIdentifier(word) {
		return Problem{}, false
	}
	return Problem{Code: InvalidSyntax, Detail: "Order is no line of its own: the task that waits has depends_on = [task.NAME], or mentions task.NAME.output."}, true
}
