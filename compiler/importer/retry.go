package importer

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl/catalog"
)

// errorsOf are the names of errors as they stand in retry and catch.
func errorsOf(names []string) []string {
	var out []string
	for _, n := range names {
		switch n {
		case "States.ALL":
			n = "any"
		case "States.Timeout", "States.HeartbeatTimeout":
			if slices.Contains(names, "States.Timeout") && slices.Contains(names, "States.HeartbeatTimeout") {
				n = "timeout"
			}
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// retriers are retry blocks; it is the task they are of, nil for a block.
func (m *importer) retriers(all []asl.Retrier, it *item) []retrier {
	var out []retrier
	for _, r := range all {
		on := errorsOf(r.ErrorEquals)
		if it != nil {
			on = m.classes(it, on)
		}
		out = append(out, retrier{
			on: on, attempts: r.MaxAttempts, interval: r.IntervalSeconds, backoff: r.BackoffRate,
			max: r.MaxDelaySeconds, jitter: r.JitterStrategy == "FULL",
		})
	}
	return out
}

// classes puts "transient" in place of the names it stands for, and names errors
// as the task's own integration raises them.
func (m *importer) classes(it *item, on []string) []string {
	out := renamed(it, on)
	k, ok := catalog.Lookup(it.kind)
	if !ok || len(k.Transient) == 0 {
		return out
	}
	// What generators write for a function is all but the newest name.
	core := k.Transient
	if it.kind == "lambda" {
		core = []string{"Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException"}
	}
	if !all(core, out) {
		return out
	}
	kept := []string{"transient"}
	for _, n := range out {
		if !slices.Contains(k.Transient, n) {
			kept = append(kept, n)
		}
	}
	return kept
}

func all(list, in []string) bool {
	for _, s := range list {
		if !slices.Contains(in, s) {
			return false
		}
	}
	return len(list) > 0
}

// renamed are errors of an optimized integration under the names that the SDK's
// has for them.
func renamed(it *item, on []string) []string {
	if it.renamed != "dynamodb" {
		return slices.Clone(on)
	}
	var out []string
	for _, n := range on {
		if rest, ok := strings.CutPrefix(n, "DynamoDB."); ok {
			n = "DynamoDb." + rest
		}
		out = append(out, n)
	}
	return out
}

// key tells retry blocks apart.
func (r retrier) key() string {
	number := func(v asl.Value) string {
		if v == nil {
			return "-"
		}
		return string(asl.AppendValue(nil, v, -1))
	}
	jitter := "none"
	if r.jitter {
		jitter = "full"
	}
	return strings.Join([]string{strings.Join(r.on, ","), number(r.attempts), number(r.interval), number(r.backoff), number(r.max), jitter}, ";")
}

// defaults are retries that all tasks have, or all of a kind.
type defaults struct {
	kind  string // empty: all
	retry []retrier
}

// setDefaults moves the retries that several tasks have, and no other task of
// their kind goes without, to where they are said once.
func (m *importer) setDefaults() {
	kinds := map[string][]*item{}
	var names []string
	var tasks []*item
	for _, it := range m.items {
		switch it.kind {
		case "", "value", "wait", "fail":
			continue
		}
		if it.in == nil || !it.stands() {
			continue
		}
		if kinds[it.kind] == nil {
			names = append(names, it.kind)
		}
		kinds[it.kind] = append(kinds[it.kind], it)
		tasks = append(tasks, it)
	}
	if len(names) > 1 && sameRetries(tasks) {
		m.defaults = append(m.defaults, defaults{retry: tasks[0].retry})
		for _, it := range tasks {
			it.retry = nil
		}
		return
	}
	slices.Sort(names)
	for _, kind := range names {
		if of := kinds[kind]; sameRetries(of) {
			m.defaults = append(m.defaults, defaults{kind, of[0].retry})
			for _, it := range of {
				it.retry = nil
			}
		}
	}
}

// sameRetries reports whether several tasks have the same retries.
func sameRetries(of []*item) bool {
	if len(of) < 2 || len(of[0].retry) == 0 {
		return false
	}
	return !slices.ContainsFunc(of, func(it *item) bool {
		return !slices.EqualFunc(it.retry, of[0].retry, func(a, b retrier) bool { return a.key() == b.key() })
	})
}
