package engine

import (
	"math"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// attempts tries a state until it succeeds, or no retrier takes its failure
// any more; then a catcher may. Failed is called before a catcher is looked
// for, or the failure goes out, to record that the state failed.
func (t *thread) attempts(v *visit, retry []asl.Retrier, catch []asl.Catcher, once func() (step, *failure), failed func()) (step, *failure) {
	counts := make([]int64, len(retry)) // each retrier has its own
	for {
		v.bytes = 0
		s, f := once()
		if f == nil {
			return s, nil
		}
		if f.aborted || f.ends {
			return step{}, f
		}
		if full := t.h.full(); full != nil {
			return step{}, full
		}
		if v.trace.retriable(retry, f) {
			return step{}, f
		}
		if i := retrierOf(retry, f); i >= 0 && v.trace == nil {
			if delay, ok := t.delay(&retry[i], counts[i]); ok {
				counts[i]++
				v.attempt++
				v.context = nil
				if a := t.sleepUntil(t.h.w.now.Add(delay)); a != nil {
					return step{}, a
				}
				continue
			}
		}
		if failed != nil && v.trace == nil && f.name != errRuntime {
			failed()
		}
		for i := range catch {
			if f.matches(catch[i].ErrorEquals) {
				v.trace.catches(i, f)
				return t.caught(v, &catch[i], f)
			}
		}
		return step{}, f
	}
}

// retrierOf gives the first retrier that takes f, or -1. Only that one counts:
// when its attempts are used up, no later one is asked.
func retrierOf(retry []asl.Retrier, f *failure) int {
	for i := range retry {
		if f.matches(retry[i].ErrorEquals) {
			return i
		}
	}
	return -1
}

// delay says how long to wait before a retrier's next attempt, if it has one.
func (t *thread) delay(r *asl.Retrier, count int64) (time.Duration, bool) {
	most := orDefault(r.MaxAttempts, 3)
	if float64(count) >= most {
		return 0, false
	}
	seconds := backoff(r, count)
	if r.JitterStrategy == "FULL" && !t.h.w.opts.LongestJitter {
		seconds *= t.h.w.rand.Float64()
	}
	return time.Duration(math.Round(seconds*1000)) * time.Millisecond, true
}

// backoff is the delay in seconds before a retrier's attempt, counted from 0,
// before any jitter.
func backoff(r *asl.Retrier, count int64) float64 {
	seconds := orDefault(r.IntervalSeconds, 1) * math.Pow(orDefault(r.BackoffRate, 2), float64(count))
	longest := orDefault(r.MaxDelaySeconds, defaultTimeout)
	if !(seconds < longest) { // also where the power is no number
		seconds = longest
	}
	return min(max(seconds, 0), defaultTimeout)
}

func orDefault(v asl.Value, otherwise float64) float64 {
	if n, ok := v.(asl.Number); ok {
		return floatOf(n)
	}
	return otherwise
}

// caught goes on from a catcher.
func (t *thread) caught(v *visit, c *asl.Catcher, f *failure) (step, *failure) {
	e := env{v: v, errorOutput: f.output()}
	if v.code.jsonata {
		out, bad := t.finishJSONata(v, c.Output, c.Assign, e.errorOutput, e)
		return step{out, c.Next}, bad.within(v)
	}
	out, bad := t.place(v, c.ResultPath, e.errorOutput)
	if bad == nil {
		out, bad = t.leaveJSONPath(v, c.Assign, e.errorOutput, nil, out)
	}
	return step{out, c.Next}, bad.within(v)
}
