package validate

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// A Severity says what a problem leads to.
type Severity int

const (
	// Error: AWS refuses the definition, or running it must fail.
	Error Severity = iota
	// Warning: the definition is accepted, but is hardly what was meant.
	Warning
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// A Problem is one thing that is wrong with a definition.
type Problem struct {
	Path     string // JSON pointer of the value that is wrong, "" for the whole
	Rule     string // code of the rule, such as "ASL014"
	Severity Severity
	Text     string // what is wrong, a sentence
	Fix      string // what to do, a sentence
}

func (p Problem) String() string {
	return fmt.Sprintf("%s: %s: %s [%s] %s", p.Path, p.Severity, p.Text, p.Rule, p.Fix)
}

// Rejected reports whether there is a problem for which AWS refuses the
// definition.
func Rejected(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Severity == Error })
}

// Options say what the definition is for.
type Options struct {
	// Type is the type of the state machine, "STANDARD" or "EXPRESS". Empty
	// is STANDARD.
	Type string
}

// A place is where in the definition a check stands. It becomes a pointer only
// for a problem.
type place struct {
	up    *place
	key   string // of a member; empty for an item
	index int
}

func (p *place) member(key string) *place { return &place{up: p, key: key, index: -1} }
func (p *place) item(i int) *place        { return &place{up: p, index: i} }

func (p *place) String() string { return string(p.append(nil)) }

func (p *place) append(dst []byte) []byte {
	if p == nil {
		return dst
	}
	dst = p.up.append(dst)
	if p.index >= 0 {
		return strconv.AppendInt(append(dst, '/'), int64(p.index), 10)
	}
	return asl.AppendToken(dst, p.key)
}

// maxProblems is how many errors, and how many warnings, are told of one
// definition. Nobody reads more, and telling them all of hostile text would
// take longer than reading it.
const maxProblems = 1000

// A report collects problems.
type report struct {
	problems []Problem
	count    [2]int // by severity
}

// add adds a problem. Text and fix are sentences with the verbs of fmt; the
// arguments belong to text.
func (r *report) add(rule string, at *place, fix, text string, args ...any) {
	severity := ruleNamed(rule).Severity
	if r.count[severity]++; r.count[severity] > maxProblems {
		return
	}
	r.problems = append(r.problems, Problem{
		Path:     at.String(),
		Rule:     rule,
		Severity: severity,
		Text:     fmt.Sprintf(text, args...),
		Fix:      fix,
	})
}

// ordered sorts problems by their places in the definition and drops those
// that say the same of the same place. What is missing stands at the object
// that lacks it.
func ordered(problems []Problem, v asl.Value) []Problem {
	if len(problems) < 2 {
		return problems
	}
	at := make(map[string][]int, len(problems)) // keys of a place, as positions
	for _, p := range problems {
		if _, ok := at[p.Path]; !ok {
			at[p.Path] = positions(v, p.Path)
		}
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(slices.Compare(at[a.Path], at[b.Path]), cmp.Compare(a.Rule, b.Rule))
	})
	return slices.CompactFunc(problems, func(a, b Problem) bool {
		return a.Path == b.Path && a.Rule == b.Rule && a.Text == b.Text
	})
}

// positions says of each step of a pointer which member or item it takes.
func positions(v asl.Value, pointer string) []int {
	var list []int
	for _, token := range asl.PointerTokens(pointer) {
		switch x := v.(type) {
		case asl.Object:
			i := slices.IndexFunc(x, func(m asl.Member) bool { return m.Key == token })
			if i < 0 {
				return list
			}
			list, v = append(list, i), x[i].Value
		case asl.Array:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(x) {
				return list
			}
			list, v = append(list, i), x[i]
		default:
			return list
		}
	}
	return list
}

// placeholder reports whether a text has a placeholder, ${...}.
func placeholder(s string) bool {
	_, after, found := strings.Cut(s, "${")
	return found && strings.Contains(after, "}")
}

// pending reports whether a value is a string with a placeholder, so that
// nothing is known of it.
func pending(v asl.Value) bool {
	s, ok := v.(asl.String)
	return ok && placeholder(string(s))
}
