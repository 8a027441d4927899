package query

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/dsl/expr"
)

func patternForms() map[string]function {
	return map[string]function{
		"regex":    {write: writeRegex, partial: true, tries: true},
		"regexall": {write: writeRegexAll},
		"replace":  {write: writeReplace, partial: true},
	}
}

// A pattern is a regular expression of RE2 that means the same in JSONata.
type pattern struct {
	node   *jsonata.Regex
	groups int
	// optional: a group may be left out of a match.
	optional bool
}

// pattern translates the constant pattern that is an argument.
func (w *writer) pattern(e *expr.Call, i int, src string) (pattern, bool) {
	p, err := translatePattern(src)
	if err != nil {
		w.refuse(e.Args[i], "The pattern %q cannot be used at run time: %s.", src, err)
		return p, false
	}
	return p, true
}

func translatePattern(src string) (pattern, error) {
	re, err := syntax.Parse(src, syntax.Perl)
	if err != nil {
		return pattern{}, fmt.Errorf("it is no regular expression")
	}
	var p pattern
	if least(re) == 0 {
		return p, fmt.Errorf("it matches the empty string, which JSONata refuses")
	}
	p.groups = re.MaxCap()
	p.optional = leavesOut(re)
	flags := ""
	body, insensitive := strings.CutPrefix(src, "(?i)")
	if insensitive {
		flags = "i"
	}
	out, err := rewrite(body)
	if err != nil {
		return p, err
	}
	p.node = &jsonata.Regex{Pattern: out, Flags: flags}
	return p, nil
}

// repetition is what makes braces mean one.
var repetition = regexp.MustCompile(`^\{[0-9]+(,[0-9]*)?\}`)

// rewrite writes a pattern of RE2 as JavaScript reads it, where they differ:
// \s has more members there, the dot fewer, and a slash ends the literal.
func rewrite(src string) (string, error) {
	var b strings.Builder
	class := false
	for i := 0; i < len(src); i++ {
		c := src[i]
		switch {
		case c == '\\':
			i++
			if i == len(src) {
				return "", fmt.Errorf("it ends in a backslash")
			}
			switch e := src[i]; {
			case e == '\\':
				b.WriteString(`\x5c`) // JSONata looks for the end of a pattern by single backslashes
			case e == 's' && class:
				b.WriteString(`\t\n\f\r `)
			case e == 's':
				b.WriteString(`[\t\n\f\r ]`)
			case e == 'S' && !class:
				b.WriteString(`[^\t\n\f\r ]`)
			case strings.IndexByte("dDwWbBtnfr", e) >= 0 && !(class && (e == 'b' || e == 'B')):
				b.WriteString(src[i-1 : i+1])
			case e >= 0x80 || e >= '0' && e <= '9' || e >= 'a' && e <= 'z' || e >= 'A' && e <= 'Z':
				return "", fmt.Errorf("\\%c means something else in JSONata", e)
			default:
				b.WriteString(src[i-1 : i+1])
			}
		case class && c == '[' && strings.HasPrefix(src[i:], "[:"):
			return "", fmt.Errorf("JSONata has no classes such as [:alpha:]")
		case class && c == ']':
			class = false
			b.WriteByte(c)
		case !class && c == '[':
			class = true
			b.WriteByte(c)
			if strings.HasPrefix(src[i+1:], "^") {
				b.WriteByte('^')
				i++
			}
			if strings.HasPrefix(src[i+1:], "]") { // a literal bracket in RE2, the end of an empty class elsewhere
				b.WriteString(`\]`)
				i++
			}
		case c == '/':
			b.WriteString(`\/`)
		case !class && c == '{' && repetition.MatchString(src[i:]):
			r := repetition.FindString(src[i:])
			b.WriteString(r)
			i += len(r) - 1
		case class && strings.IndexByte("[(){}", c) >= 0, !class && strings.IndexByte("]{}", c) >= 0:
			// JSONata looks for the end of a pattern where all brackets
			// that have no backslash are closed.
			b.WriteString(`\` + string(c))
		case !class && c == '.':
			b.WriteString(`[^\n]`)
		case !class && c == '(' && strings.HasPrefix(src[i:], "(?") && !strings.HasPrefix(src[i:], "(?:"):
			return "", fmt.Errorf("JSONata has neither named groups nor flags inside of a pattern")
		case c >= 0x80:
			return "", fmt.Errorf("at run time only ASCII can be counted on in patterns")
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), nil
}

// least is the length of the shortest match.
func least(re *syntax.Regexp) int {
	switch re.Op {
	case syntax.OpLiteral:
		return len(re.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1
	case syntax.OpCapture, syntax.OpPlus:
		return least(re.Sub[0])
	case syntax.OpRepeat:
		return re.Min * least(re.Sub[0])
	case syntax.OpConcat:
		n := 0
		for _, s := range re.Sub {
			n += least(s)
		}
		return n
	case syntax.OpAlternate:
		n := least(re.Sub[0])
		for _, s := range re.Sub[1:] {
			n = min(n, least(s))
		}
		return n
	}
	return 0
}

// leavesOut says whether a match may have a group that took no part in it.
func leavesOut(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpStar, syntax.OpQuest, syntax.OpAlternate:
		return re.MaxCap() > 0
	case syntax.OpRepeat:
		if re.Min == 0 {
			return re.MaxCap() > 0
		}
	}
	for _, s := range re.Sub {
		if leavesOut(s) {
			return true
		}
	}
	return false
}

func writeRegex(w *writer, e *expr.Call) code {
	p, ok := w.matched(e)
	if !ok {
		return code{}
	}
	m := builtin("match", w.text(e, 1), p.node, number(1))
	c := code{typ: e.Typ, undef: true, what: "a match of regex(...)"}
	if p.groups == 0 {
		c.n = step(m, "match")
	} else {
		c.n = step(m, "groups")
	}
	return c
}

func writeRegexAll(w *writer, e *expr.Call) code {
	p, ok := w.matched(e)
	if !ok {
		return code{}
	}
	m := builtin("match", w.text(e, 1), p.node)
	if p.groups == 0 {
		return code{n: list(step(m, "match")), typ: e.Typ}
	}
	x := w.fresh("m")
	return code{n: exactly(builtin("map", m, lambda(step(variable(x), "groups"), x))), typ: e.Typ}
}

// matched is the pattern of regex and regexall, whose matches are values.
func (w *writer) matched(e *expr.Call) (pattern, bool) {
	src, ok := fixed(e, 0)
	if !ok {
		w.refuse(e.Args[0], "At run time the pattern has to be a constant. startswith, endswith and strcontains take any text.")
		return pattern{}, false
	}
	p, ok := w.pattern(e, 0, src)
	if ok && p.optional {
		w.refuse(e.Args[0], "At run time every group of a pattern has to be in every match. (?:...) groups without giving the text.")
		return p, false
	}
	return p, ok
}

func writeReplace(w *writer, e *expr.Call) code {
	old, ok := fixed(e, 1)
	switch {
	case !ok:
		return w.call("replace", cty.String, w.text(e, 0), w.text(e, 1), w.text(e, 2))
	case old == "":
		return w.refuse(e.Args[1], "At run time nothing can be put between all characters: the text to replace must not be empty.")
	case len(old) < 2 || !strings.HasPrefix(old, "/") || !strings.HasSuffix(old, "/"):
		return code{n: builtin("replace", w.text(e, 0), text(old), w.text(e, 2)), typ: cty.String}
	}
	p, ok := w.pattern(e, 1, old[1:len(old)-1])
	if !ok {
		return code{}
	}
	with, ok := fixed(e, 2)
	if !ok {
		return w.refuse(e.Args[2], "With a pattern, the replacement has to be known at compile time: $1 in it has a meaning.")
	}
	to, err := replacement(with, p.groups)
	if err != nil {
		return w.refuse(e.Args[2], "This replacement cannot be used at run time: %s.", err)
	}
	return code{n: builtin("replace", w.text(e, 0), p.node, text(to)), typ: cty.String}
}

// replacement writes a replacement of Go's regexp package as JSONata's.
func replacement(s string, groups int) (string, error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '$' {
			b.WriteByte(s[i])
			continue
		}
		rest := s[i+1:]
		name, n := "", 0
		switch {
		case strings.HasPrefix(rest, "$"):
			b.WriteString("$$")
			i++
			continue
		case strings.HasPrefix(rest, "{"):
			end := strings.IndexByte(rest, '}')
			if end < 0 {
				b.WriteString("$$")
				continue
			}
			name, n = rest[1:end], end+1
		default:
			for n < len(rest) && (rest[n] == '_' || rest[n] >= '0' && rest[n] <= '9' || rest[n] >= 'a' && rest[n] <= 'z' || rest[n] >= 'A' && rest[n] <= 'Z') {
				n++
			}
			name = rest[:n]
		}
		if name == "" {
			b.WriteString("$$")
			continue
		}
		i += n
		k, err := strconv.Atoi(name)
		switch {
		case err != nil || k > groups || name[0] == '0' && name != "0":
			continue // no such group: nothing
		case i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9':
			return "", fmt.Errorf("a digit after a group would be read as part of its number")
		}
		fmt.Fprintf(&b, "$%d", k)
	}
	return b.String(), nil
}
