package endpoint

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// Mocks are the answers of Tasks by the names of their states, from a file:
//
//	{"NAME": [{"output": ..., "times": 2, "takes": "20m"}, {"error": "...", "cause": "..."}], "*": ...}
//
// Those of a name answer in order, each as often as its times says, 1 where it
// says nothing; the last one answers for ever, unless it has times. Those of "*"
// answer for every name that has none of its own left.
type Mocks map[string][]answer

// An answer is an entry of Mocks.
type answer struct {
	outcome engine.Outcome
	times   int // 0: of the last, any number of times
}

// anyName is the name of the answers for every name.
const anyName = "*"

// ReadMocks reads a file of mocks.
func ReadMocks(src []byte) (Mocks, error) {
	v, err := asl.DecodeValue(src)
	if err != nil {
		return nil, err
	}
	o, ok := v.(asl.Object)
	if !ok {
		return nil, fmt.Errorf("mocks are an object of lists by state name, not %s", asl.Kind(v))
	}
	mocks := Mocks{}
	for _, m := range o {
		list, ok := m.Value.(asl.Array)
		if !ok || len(list) == 0 {
			return nil, fmt.Errorf("mocks of %q: a list of answers is wanted, not %s", m.Key, asl.Kind(m.Value))
		}
		for i, item := range list {
			a, err := readAnswer(item)
			if err != nil {
				return nil, fmt.Errorf("mock %d of %q: %w", i+1, m.Key, err)
			}
			mocks[m.Key] = append(mocks[m.Key], a)
		}
	}
	return mocks, nil
}

func readAnswer(v asl.Value) (a answer, err error) {
	o, ok := v.(asl.Object)
	if !ok {
		return a, fmt.Errorf("an object is wanted, not %s", asl.Kind(v))
	}
	a.outcome.NoCause = true
	output := false
	for _, m := range o {
		text, isText := m.Value.(asl.String)
		switch m.Key {
		case "output":
			a.outcome.Output, output = m.Value, true
		case "error":
			if !isText || text == "" {
				return a, errors.New("error is a name")
			}
			a.outcome.Error = string(text)
		case "cause":
			if !isText {
				return a, fmt.Errorf("cause is a string, not %s", asl.Kind(m.Value))
			}
			a.outcome.Cause, a.outcome.NoCause = string(text), false
		case "times":
			n, ok := m.Value.(asl.Number)
			if a.times, err = strconv.Atoi(string(n)); !ok || err != nil || a.times < 1 {
				return a, errors.New("times is a whole number above 0")
			}
		case "takes":
			if a.outcome.Takes, ok = readDuration(string(text)); !ok || !isText {
				return a, errors.New(`takes is a duration as "1h30m", of days, hours, minutes and seconds`)
			}
		default:
			return a, fmt.Errorf("no member %q: there are output, error, cause, times and takes", m.Key)
		}
	}
	switch failed := a.outcome.Error != ""; {
	case output && failed:
		return a, errors.New("output and error exclude each other")
	case !failed && !a.outcome.NoCause:
		return a, errors.New("a cause without an error")
	}
	return a, nil
}

// readDuration reads a duration as pipelines have it: whole numbers each with a
// unit, from the larger to the smaller.
func readDuration(s string) (time.Duration, bool) {
	const units = "dhms"
	sizes := [...]time.Duration{24 * time.Hour, time.Hour, time.Minute, time.Second}
	var total time.Duration
	next := 0
	for rest := s; rest != ""; {
		i := 0
		for i < len(rest) && rest[i] >= '0' && rest[i] <= '9' {
			i++
		}
		n, err := strconv.Atoi(rest[:i])
		if err != nil || i == len(rest) || i > 9 {
			return 0, false
		}
		for next < len(units) && units[next] != rest[i] {
			next++
		}
		if next == len(units) || time.Duration(n) > (math.MaxInt64-total)/sizes[next] {
			return 0, false
		}
		total += time.Duration(n) * sizes[next]
		next++
		rest = rest[i+1:]
	}
	return total, s != ""
}

// Begin begins the mocks of one execution, for Options.Mock.
func (m Mocks) Begin() Mock {
	used := map[string]int{} // answers that were given, by the name of mocks
	return func(c engine.Call) (engine.Outcome, bool) {
		for _, name := range []string{c.State, anyName} {
			if a := m.nth(name, used[name]); a != nil {
				used[name]++
				return a.outcome, true
			}
		}
		return engine.Outcome{}, false
	}
}

// nth gives the answer to call n of a name, or nil.
func (m Mocks) nth(name string, n int) *answer {
	list := m[name]
	for i := range list {
		a := &list[i]
		times := max(a.times, 1)
		if n < times || i == len(list)-1 && a.times == 0 {
			return a
		}
		n -= times
	}
	return nil
}
