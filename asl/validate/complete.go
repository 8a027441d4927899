package validate

import (
	"math/big"

	"github.com/pipectl/pipectl/asl"
)

// The bounds of the schema for numbers of a state; negative is no bound.
const (
	maxSeconds = 99999999
	maxDelay   = 31622400
)

// complete checks of a machine that was built what Go's types allow and the
// schema does not: fields that are missing and numbers out of range.
func (c *checker) complete(at *place, m *asl.Machine) {
	c.need(at, "StartAt", m.StartAt != "" || has(m.Extra, "StartAt"))
	c.need(at, "States", len(m.States) > 0 || has(m.Extra, "States"))
	c.within(at, "TimeoutSeconds", m.TimeoutSeconds, 1, maxSeconds)
	for _, e := range m.States {
		at := at.member("States").member(e.Name)
		extra := e.State.Base().Extra
		switch s := e.State.(type) {
		case *asl.Task:
			c.need(at, "Resource", s.Resource != "" || has(extra, "Resource"))
			c.within(at, "TimeoutSeconds", s.TimeoutSeconds, 1, maxSeconds)
			c.within(at, "HeartbeatSeconds", s.HeartbeatSeconds, 1, maxSeconds)
			c.handlers(at, s.Retry, s.Catch)
		case *asl.Choice:
			c.need(at, "Choices", len(s.Choices) > 0 || has(extra, "Choices"))
		case *asl.Wait:
			c.within(at, "Seconds", s.Seconds, 0, maxSeconds)
		case *asl.Parallel:
			c.need(at, "Branches", len(s.Branches) > 0 || has(extra, "Branches"))
			for i, branch := range s.Branches {
				c.complete(at.member("Branches").item(i), branch)
			}
			c.handlers(at, s.Retry, s.Catch)
		case *asl.Map:
			if s.Processor != nil {
				c.complete(at.member(s.ProcessorField()), s.Processor)
			}
			c.within(at, "MaxConcurrency", s.MaxConcurrency, 0, -1)
			c.within(at, "ToleratedFailureCount", s.ToleratedFailureCount, 0, -1)
			c.within(at, "ToleratedFailurePercentage", s.ToleratedFailurePercentage, 0, 100)
			c.handlers(at, s.Retry, s.Catch)
		case *asl.Pass, *asl.Succeed, *asl.Fail:
		}
	}
}

func (c *checker) need(at *place, key string, there bool) {
	if !there {
		c.add(Missing, at, "Add "+key+".", "%s is missing.", key)
	}
}

func (c *checker) handlers(at *place, retry []asl.Retrier, catch []asl.Catcher) {
	for i, r := range retry {
		at := at.member("Retry").item(i)
		c.need(at, "ErrorEquals", len(r.ErrorEquals) > 0 || has(r.Extra, "ErrorEquals"))
		c.within(at, "IntervalSeconds", r.IntervalSeconds, 1, maxSeconds)
		c.within(at, "MaxAttempts", r.MaxAttempts, 0, maxSeconds)
		c.within(at, "BackoffRate", r.BackoffRate, 1, -1)
		c.within(at, "MaxDelaySeconds", r.MaxDelaySeconds, 1, maxDelay)
	}
	for i, r := range catch {
		at := at.member("Catch").item(i)
		c.need(at, "ErrorEquals", len(r.ErrorEquals) > 0 || has(r.Extra, "ErrorEquals"))
		c.need(at, "Next", r.Next != "" || has(r.Extra, "Next"))
	}
}

// within checks a number against its bounds. BackoffRate and percentages may
// have a fraction.
func (c *checker) within(at *place, key string, v asl.Value, least, most int64) {
	n, ok := v.(asl.Number)
	if !ok {
		return
	}
	at = at.member(key)
	if i, ok := whole(n); ok {
		c.bounds(at, key, new(big.Rat).SetInt64(i), least, most)
		return
	}
	r, ok := new(big.Rat).SetString(string(moderate(n)))
	switch {
	case !ok:
		c.add(Type, at, "Write a number.", "%s is %q, which is not a number.", key, string(n))
	case !r.IsInt() && key != "BackoffRate" && key != "ToleratedFailurePercentage":
		c.add(Type, at, "Write an integer.", "%s should be of type integer, not number.", key)
	default:
		c.bounds(at, key, r, least, most)
	}
}

func (c *checker) bounds(at *place, key string, r *big.Rat, least, most int64) {
	switch {
	case r.Cmp(new(big.Rat).SetInt64(least)) < 0:
		c.add(OutOfRange, at, "Write a larger number.", "%s should be at least %d.", key, least)
	case most >= 0 && r.Cmp(new(big.Rat).SetInt64(most)) > 0:
		c.add(OutOfRange, at, "Write a smaller number.", "%s should be at most %d.", key, most)
	}
}
