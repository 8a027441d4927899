package validate

import (
	"slices"
	"unicode/utf8"

	"github.com/pipectl/pipectl/asl"
)

// A language is a query language.
type language string

const (
	// langUnknown is a placeholder, or a language that does not exist. What
	// belongs to one language is then checked as of that one, and what the two
	// read differently is not checked.
	langUnknown language = ""

	langPath    language = "JSONPath"
	langJSONata language = "JSONata"
)

func languageOf(field string) language {
	switch l := language(field); l {
	case langPath, langJSONata:
		return l
	default:
		return langUnknown
	}
}

// A checker checks what a schema cannot say.
type checker struct {
	report
	express bool
	top     language          // of the whole machine
	names   map[string]*place // of states, over all scopes
	labels  map[string]bool

	misnamed int // states that are not there
}

// A scope is one States object: states go to states of their scope only, and
// variables that they assign are seen in it and in the scopes inside it.
type scope struct {
	up       *scope
	language language
	assigned map[string]writer
	apart    bool // the children of a distributed Map, which do not see up
}

// A writer says what assigns a variable.
type writer int

const (
	byNone writer = iota
	byCatcher
	byState
)

func meaning(m *asl.Machine, opts Options) []Problem {
	c := &checker{
		express: opts.Type == "EXPRESS",
		top:     langPath,
		names:   map[string]*place{},
		labels:  map[string]bool{},
	}
	if m.QueryLanguage != "" {
		c.top = languageOf(m.QueryLanguage)
	}
	c.machine(nil, m, nil, false)
	return c.problems
}

func (c *checker) machine(at *place, m *asl.Machine, up *scope, apart bool) {
	s := &scope{up: up, language: c.top, apart: apart, assigned: assigned(m)}
	if up != nil {
		s.language = up.language
	}
	c.downgrade(at, m.QueryLanguage)
	if m.QueryLanguage != "" {
		s.language = languageOf(m.QueryLanguage)
	}
	c.flow(at, m)
	in := at.member("States")
	for _, e := range m.States {
		c.name(in.member(e.Name), e.Name)
		c.state(in.member(e.Name), e.State, s)
	}
}

func (c *checker) downgrade(at *place, own string) {
	if c.top == langJSONata && own == string(langPath) {
		c.add(Downgrade, at, "Write the state in JSONata, or set QueryLanguage of the states that need JSONata instead of the machine's.",
			"QueryLanguage cannot be JSONPath where it is JSONata for the whole machine.")
	}
}

func (c *checker) name(at *place, name string) {
	if placeholder(name) {
		return
	}
	if n := utf8.RuneCountInString(name); n < 1 || n > 80 {
		c.add(NameLength, at, "Choose a shorter name.", "The state's name has %d characters; 1 to 80 are allowed.", n)
	}
	if other, ok := c.names[name]; ok {
		c.add(NameTwice, at, "Give one of them another name.", "A state at %s has the name %q too.", other, name)
		return
	}
	c.names[name] = at
}

// assigned are the variables that the states of one scope assign.
func assigned(m *asl.Machine) map[string]writer {
	var names map[string]writer
	add := func(v asl.Value, by writer) {
		o, _ := v.(asl.Object)
		for _, f := range o {
			if names == nil {
				names = map[string]writer{}
			}
			name := variable(f.Key)
			names[name] = max(names[name], by)
		}
	}
	for _, e := range m.States {
		add(e.State.Base().Assign, byState)
		for _, catcher := range catchers(e.State) {
			add(catcher.Assign, byCatcher)
		}
		if choice, ok := e.State.(*asl.Choice); ok {
			for _, rule := range choice.Choices {
				add(rule.Assign, byState)
			}
		}
	}
	return names
}

func catchers(s asl.State) []asl.Catcher {
	switch s := s.(type) {
	case *asl.Task:
		return s.Catch
	case *asl.Parallel:
		return s.Catch
	case *asl.Map:
		return s.Catch
	default:
		return nil
	}
}

func (c *checker) state(at *place, state asl.State, in *scope) {
	base := state.Base()
	lang := in.language
	if base.QueryLanguage != "" {
		lang = languageOf(base.QueryLanguage)
		c.downgrade(at, base.QueryLanguage)
	}
	x := &stateChecker{checker: c, at: at, lang: lang, scope: in, extra: base.Extra}
	switch state.(type) {
	case *asl.Task, *asl.Parallel, *asl.Map:
		x.hasResult = true
	default:
	}
	x.fields(fieldsOf(state))
	x.exclude(state)
	switch s := state.(type) {
	case *asl.Pass:
	case *asl.Task:
		x.task(s)
		x.errors(s.Retry, s.Catch)
	case *asl.Choice:
		x.choice(s)
	case *asl.Wait:
		x.wait(s)
	case *asl.Succeed:
	case *asl.Fail:
	case *asl.Parallel:
		x.errors(s.Retry, s.Catch)
		for i, branch := range s.Branches {
			c.machine(at.member("Branches").item(i), branch, in, false)
		}
	case *asl.Map:
		x.mapState(s)
		x.errors(s.Retry, s.Catch)
		if s.Processor != nil {
			c.machine(at.member(s.ProcessorField()), s.Processor, in, distributed(s))
		}
	}
}

// A stateChecker checks one state.
type stateChecker struct {
	*checker
	at        *place
	lang      language
	scope     *scope
	extra     asl.Object
	hasResult bool // Output and Assign may use $states.result
}

// kept reports whether a field is there but kept in Extra because of its form,
// which another rule has judged.
func (x *stateChecker) kept(key string) bool {
	_, ok := x.extra.Get(key)
	return ok
}

// flow checks the transitions of one scope.
func (c *checker) flow(at *place, m *asl.Machine) {
	if len(m.States) == 0 {
		return
	}
	index := make(map[string]int, len(m.States))
	for i, e := range m.States {
		index[e.Name] = i
	}
	// A transition to a placeholder, or to a wrong name, may be meant for any
	// state. Then nothing is said of states that are not reached or of a scope
	// that does not end: it would be an effect of that one problem.
	known := true
	seen := make([]bool, len(m.States))
	var queue []int
	reach := func(from *place, field, name string) {
		if placeholder(name) {
			known = false
			return
		}
		i, ok := index[name]
		if !ok {
			known = false
			fix := "Name a state of this scope."
			// Looking for the nearest of many names for each of many wrong ones
			// would take longer than anybody waits.
			if c.misnamed++; c.misnamed <= 20 {
				if near := nearest(name, stateNames(m)); near != "" {
					fix = "Did you mean \"" + near + "\"?"
				}
			}
			c.add(NoSuchState, from.member(field), fix, "%s names a state %q, which is not in this scope.", field, name)
			return
		}
		if !seen[i] {
			seen[i] = true
			queue = append(queue, i)
		}
	}
	follow := func(i int) {
		e := m.States[i]
		from := at.member("States").member(e.Name)
		extra := e.State.Base().Extra
		for _, key := range []string{"Next", "Default", "Choices", "Catch"} {
			if _, ok := extra.Get(key); ok {
				known = false
			}
		}
		if flow := flowOf(e.State); flow != nil && flow.Next != "" {
			reach(from, "Next", flow.Next)
		}
		for j, catcher := range catchers(e.State) {
			if catcher.Next != "" {
				reach(from.member("Catch").item(j), "Next", catcher.Next)
			}
		}
		if s, ok := e.State.(*asl.Choice); ok {
			for j, rule := range s.Choices {
				if rule.Next != "" {
					reach(from.member("Choices").item(j), "Next", rule.Next)
				}
			}
			if s.Default != "" {
				reach(from, "Default", s.Default)
			}
		}
	}
	for _, e := range m.States {
		if !c.nextOrEnd(at.member("States").member(e.Name), e.State) {
			known = false
		}
	}
	if m.StartAt == "" {
		known = false
	} else {
		reach(at, "StartAt", m.StartAt)
	}
	followed := make([]bool, len(m.States))
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		followed[i] = true
		follow(i)
	}
	reached := slices.Clone(seen)
	for i := range m.States {
		if !followed[i] {
			follow(i) // for its own wrong names; whom it reaches does not count
		}
	}
	if known {
		c.ends(at, m)
	}
	for i, e := range m.States {
		if known && !reached[i] {
			c.add(Unreachable, at.member("States").member(e.Name),
				"Remove it, or let a state that is reached go on to it.", "No state that is reached leads to %q.", e.Name)
		}
	}
}

func stateNames(m *asl.Machine) []string {
	names := make([]string, 0, len(m.States))
	for _, e := range m.States {
		names = append(names, e.Name)
	}
	return names
}

func flowOf(s asl.State) *asl.Flow {
	switch s := s.(type) {
	case *asl.Pass:
		return &s.Flow
	case *asl.Task:
		return &s.Flow
	case *asl.Wait:
		return &s.Flow
	case *asl.Parallel:
		return &s.Flow
	case *asl.Map:
		return &s.Flow
	default:
		return nil
	}
}

// nextOrEnd reports whether it is known where a state goes on.
func (c *checker) nextOrEnd(at *place, s asl.State) bool {
	flow := flowOf(s)
	if flow == nil {
		return true
	}
	if extra := s.Base().Extra; has(extra, "Next") || has(extra, "End") {
		return flow.Next != "" // the form of the other is its problem
	}
	if (flow.Next != "") == flow.End {
		word := "neither"
		if flow.End {
			word = "both"
		}
		c.add(NextOrEnd, at, "Keep one of Next and \"End\": true.", "The state has %s of Next and End.", word)
		return false
	}
	return true
}

// ends checks that a scope can end.
func (c *checker) ends(at *place, m *asl.Machine) {
	for _, e := range m.States {
		switch e.State.(type) {
		case *asl.Succeed, *asl.Fail:
			return
		default:
		}
		if flow := flowOf(e.State); flow != nil && flow.End {
			return
		}
	}
	c.add(NoEnd, at.member("States"), "Let a state end the scope with \"End\": true, or add a Succeed.", "No state of the scope ends it.")
}
