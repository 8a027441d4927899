package view

import (
	"encoding/json"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/deploy"
)

var (
	secretName = regexp.MustCompile(`(?i)passw|passphrase|secret|token|authorization|credential|(api|private|access)[-_]?key`)
	// secretWord is short, and is part of other words: it counts where it is one of
	// its own, be it by its capitals.
	secretWord = regexp.MustCompile(`(?i:(?:^|[-_. ])(?:(?:pw|pwd)(?:[-_. ]|$)|auth$))|[a-z0-9](?:Pw|Pwd)(?:[A-Z]|$)|[a-z0-9]Auth$`)
)

// secretly says whether something is called what secrets are called.
func secretly(name string) bool { return secretName.MatchString(name) || secretWord.MatchString(name) }

// leastSecret is how many characters the value of a variable has that is hidden
// wherever it occurs. Shorter ones are parts of everything.
const leastSecret = 4

// SecretTexts are the texts in values of variables that are called what secrets are
// called, or whose members are; sorted, each once. An ARN is none, and neither is a
// text of less than four characters.
func SecretTexts(variables map[string]cty.Value) []string {
	var all []string
	var add func(name string, named bool, v cty.Value)
	add = func(name string, named bool, v cty.Value) {
		named = named || secretly(name)
		v, _ = v.UnmarkDeep()
		switch {
		case !v.IsKnown() || v.IsNull():
		case v.Type() == cty.String && named:
			all = append(all, v.AsString())
		case v.Type() == cty.Number && named:
			all = append(all, v.AsBigFloat().Text('f', -1))
		case v.Type().IsObjectType() || v.Type().IsMapType():
			for name, member := range v.AsValueMap() {
				add(name, named, member)
			}
		case v.CanIterateElements():
			for _, e := range v.AsValueSlice() {
				add("", named, e)
			}
		}
	}
	for name, v := range variables {
		add(name, false, v)
	}
	return secretsOf(all)
}

// secretsOf are those of texts that are hidden, sorted, each once.
func secretsOf(texts []string) []string {
	texts = slices.DeleteFunc(texts, func(text string) bool {
		return len([]rune(text)) < leastSecret || strings.HasPrefix(text, "arn:")
	})
	slices.Sort(texts)
	return slices.Compact(texts)
}

// A secretTexts finds texts that are secret, in whichever way they are written.
type secretTexts struct {
	find *regexp.Regexp // nil: there are none
}

func findSecrets(texts []string) secretTexts {
	var all []string
	for _, text := range secretsOf(slices.Clone(texts)) {
		quoted := inJSON(text)
		all = append(all, text, quoted, inJSON(quoted), strings.ReplaceAll(quoted, "'", `\'`), url.QueryEscape(text), url.PathEscape(text))
	}
	if len(all) == 0 {
		return secretTexts{}
	}
	// The longest first, of which others are parts.
	slices.SortFunc(all, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	all = slices.Compact(all)
	for i, text := range all {
		all[i] = regexp.QuoteMeta(text)
	}
	return secretTexts{regexp.MustCompile(strings.Join(all, "|"))}
}

// inJSON is a text inside of a string of JSON.
func inJSON(text string) string {
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		panic("view: " + err.Error()) // a string can be encoded
	}
	return strings.TrimSuffix(strings.TrimPrefix(out.String(), `"`), "\"\n")
}

// replace replaces the secrets of a text by what word says of each.
func (s secretTexts) replace(text string, word func(string) string) string {
	if s.find == nil {
		return text
	}
	return s.find.ReplaceAllStringFunc(text, word)
}

func (s secretTexts) in(text string) bool { return s.find != nil && s.find.MatchString(text) }

// partners are the secrets of one value that are where another has secrets that are
// known: what a variable was before, of which only those who deployed it then know
// that it is secret. Where it cannot be told which part of a text it is, it is all.
func (s secretTexts) partners(known, other asl.Value) []string {
	switch known := known.(type) {
	case asl.Object:
		o, ok := other.(asl.Object)
		if !ok {
			return nil
		}
		var all []string
		for _, m := range known {
			if i := slices.IndexFunc(o, func(n asl.Member) bool { return n.Key == m.Key }); i >= 0 {
				all = append(all, s.partners(m.Value, o[i].Value)...)
			}
		}
		return all
	case asl.Array:
		o, ok := other.(asl.Array)
		if !ok {
			return nil
		}
		var all []string
		for i, e := range known {
			if len(o) == len(known) {
				all = append(all, s.partners(e, o[i])...)
				continue
			}
			// Which is which is not known.
			if text, ok := e.(asl.String); ok && s.in(string(text)) {
				for _, e := range o {
					if text, ok := e.(asl.String); ok && !slices.Contains(known, asl.Value(text)) {
						all = append(all, string(text))
					}
				}
			}
		}
		return all
	case asl.String:
		text, ok := other.(asl.String)
		if !ok || known == text || s.find == nil {
			return nil
		}
		return s.partnersIn(string(known), string(text))
	default:
		return nil
	}
}

func (s secretTexts) partnersIn(known, other string) []string {
	places := s.find.FindAllStringIndex(known, -1)
	if len(places) == 0 {
		return nil
	}
	form, end := `(?s)^`, 0
	for _, p := range places {
		form += regexp.QuoteMeta(known[end:p[0]]) + `(.+?)`
		end = p[1]
	}
	if m := regexp.MustCompile(form + regexp.QuoteMeta(known[end:]) + `$`).FindStringSubmatch(other); m != nil {
		return m[1:]
	}
	return []string{other}
}

// secretsIn are the texts and what they were before, or become, in a plan.
func secretsIn(p *deploy.Plan, texts []string) secretTexts {
	known := findSecrets(texts)
	if known.find == nil {
		return known
	}
	all := slices.Clone(texts)
	compare := func(old, new asl.Value) {
		all = append(append(all, known.partners(new, old)...), known.partners(old, new)...)
	}
	machines := func(old, new string) {
		before, after := stateValues(old), stateValues(new)
		for _, name := range slices.Sorted(maps.Keys(after)) {
			if was, ok := before[name]; ok {
				compare(was, after[name])
			}
		}
	}
	for _, change := range p.Changes {
		switch c := change.(type) {
		case *deploy.Update:
			switch r := c.New.(type) {
			case *deploy.Machine:
				if old, ok := c.Old.(*deploy.Machine); ok {
					machines(old.Definition, r.Definition)
				}
			case *deploy.Schedule:
				if old, ok := c.Old.(*deploy.Schedule); ok {
					compare(jsonValue(old.Input), jsonValue(r.Input))
					compare(asl.String(old.Description), asl.String(r.Description))
				}
			case *deploy.Rule:
				if old, ok := c.Old.(*deploy.Rule); ok {
					compare(jsonValue(old.Pattern), jsonValue(r.Pattern))
					compare(asl.String(old.Description), asl.String(r.Description))
				}
			default:
			}
		case *deploy.Serve:
			machines(c.Before, c.After)
		case *deploy.Retag:
			for _, key := range slices.Sorted(maps.Keys(c.Set)) {
				compare(asl.String(c.Old[key]), asl.String(c.Set[key]))
			}
		default:
		}
	}
	return findSecrets(all)
}

// stateValues are the states of a machine, and of those inside, by their names; ""
// is what is around them.
func stateValues(definition string) map[string]asl.Value {
	m, err := asl.Decode([]byte(definition))
	if err != nil {
		return nil
	}
	all := map[string]asl.Value{}
	asl.Walk(m, func(_, name string, s asl.State) {
		if v, err := asl.DecodeValue(asl.AppendState(nil, s, 0)); err == nil {
			all[name] = folded(v)
		}
	})
	around := *m
	around.States = nil
	all[""] = jsonValue(string(around.AppendJSON(nil)))
	return all
}

// jsonValue is nil where a text is no JSON.
func jsonValue(text string) asl.Value {
	v, err := asl.DecodeValue([]byte(text))
	if err != nil {
		return nil
	}
	return v
}
