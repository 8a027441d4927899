package engine

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// recordedNormalise says how the recorder made a recording independent of the
// run. The rules are in the README beside the recordings.
type recordedNormalise struct {
	Regex    [][2]string
	JSONPath [][]any `json:"jsonpath"`
	Other    []string
}

// A comparer compares a value of the engine with a recorded one.
type comparer struct {
	patterns  []*regexp.Regexp
	with      []string
	words     map[string]bool
	wildcards [][]string // suffixes of paths, as keys

	oldMapRuns bool // previousEventId of MapStateExited is not compared
}

var (
	isoDate     = regexp.MustCompile(`\d{4}-(?:0\d|1[0-2])-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)`)
	placeholder = regexp.MustCompile(`<[A-Za-z_][A-Za-z0-9_\-]*(:\d+)?>`)
	pathKey     = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_\-]*`)
)

func newComparer(n recordedNormalise) *comparer {
	c := &comparer{words: map[string]bool{
		"date": true, "datetime": true, "timestamp": true, "<timestamp>": true, "RequestId": true, "snf_role_arn": true,
		"start-date": true, "stop-date": true, "RandomNumberGenerated": true,
	}}
	rules := slices.Clone(n.Regex)
	slices.SortStableFunc(rules, func(a, b [2]string) int { return len(b[0]) - len(a[0]) })
	for _, r := range rules {
		p, err := regexp.Compile(r[0])
		if err != nil {
			p = regexp.MustCompile(regexp.QuoteMeta(r[0]))
		}
		c.patterns = append(c.patterns, p)
		c.with = append(c.with, r[1])
		c.words[r[1]] = true
	}
	for _, rule := range n.JSONPath {
		path, _ := rule[0].(string)
		c.wildcards = append(c.wildcards, pathKey.FindAllString(path, -1))
		if word, ok := rule[1].(string); ok {
			c.words[word] = true
		}
	}
	return c
}

func (c *comparer) text(s string) string {
	for i, p := range c.patterns {
		s = p.ReplaceAllLiteralString(s, c.with[i])
	}
	s = strings.ReplaceAll(s, "arn:aws:", "arn:<partition>:")
	s = strings.ReplaceAll(s, "us-east-1", "<region>")
	return isoDate.ReplaceAllString(s, "date")
}

// compare gives the first difference, or "".
func (c *comparer) compare(at string, got, want asl.Value) string {
	return c.values(strings.Split(at, "."), got, want)
}

func (c *comparer) values(at []string, got, want asl.Value) string {
	for _, keys := range c.wildcards {
		if len(keys) > 0 && len(keys) <= len(at) && slices.Equal(keys, at[len(at)-len(keys):]) {
			return ""
		}
	}
	differ := func() string {
		return fmt.Sprintf("%s: %s, recorded %s", strings.Join(at, "."), brief(got), brief(want))
	}
	if s, ok := want.(asl.String); ok {
		if c.words[string(s)] {
			return ""
		}
		g, ok := got.(asl.String)
		if !ok {
			return differ()
		}
		if c.matches(c.text(string(g)), string(s)) {
			return ""
		}
		// JSON text that the recorder wrote in its own way.
		a, errA := asl.DecodeValue([]byte(g))
		b, errB := asl.DecodeValue([]byte(s))
		if _, isString := b.(asl.String); errA == nil && errB == nil && !isString && c.values(at, a, b) == "" {
			return ""
		}
		return differ()
	}
	if s, ok := got.(asl.String); ok {
		// JSON text was replaced by its value.
		if v, err := asl.DecodeValue([]byte(s)); err == nil {
			if _, isString := v.(asl.String); !isString {
				return c.values(at, v, want)
			}
		}
		return differ()
	}
	switch w := want.(type) {
	case asl.Object:
		g, ok := got.(asl.Object)
		if !ok {
			return differ()
		}
		for _, m := range w {
			if ignored(m.Key) {
				continue
			}
			v, ok := g.Get(m.Key)
			if !ok {
				// The recorder replaced names too.
				if v, ok = c.byNormalisedKey(g, m.Key); !ok {
					return fmt.Sprintf("%s.%s is missing, recorded %s", strings.Join(at, "."), m.Key, brief(m.Value))
				}
			}
			if d := c.values(append(slices.Clip(at), m.Key), v, m.Value); d != "" {
				return d
			}
		}
		for _, m := range g {
			if ignored(m.Key) {
				continue
			}
			if _, ok := w.Get(m.Key); !ok {
				if _, ok := w.Get(c.text(m.Key)); !ok {
					return fmt.Sprintf("%s.%s is %s, not recorded", strings.Join(at, "."), m.Key, brief(m.Value))
				}
			}
		}
		return ""
	case asl.Array:
		g, ok := got.(asl.Array)
		if !ok || len(g) != len(w) {
			return differ()
		}
		for i := range w {
			if d := c.values(at, g[i], w[i]); d != "" {
				return d
			}
		}
		return ""
	}
	if !asl.Equal(got, want) {
		return differ()
	}
	return ""
}

func (c *comparer) byNormalisedKey(o asl.Object, key string) (asl.Value, bool) {
	for _, m := range o {
		if c.text(m.Key) == key {
			return m.Value, true
		}
	}
	return nil, false
}

func ignored(key string) bool {
	switch key {
	case "roleArn", "timestamp", "SdkHttpMetadata", "SdkResponseMetadata":
		return true
	}
	return strings.HasSuffix(key, "Details") && (strings.HasPrefix(key, "input") || strings.HasPrefix(key, "output") || strings.HasPrefix(key, "assignedVariables"))
}

// matches matches a recorded text, in which a placeholder stands for any text.
func (c *comparer) matches(got, want string) bool {
	if got == want {
		return true
	}
	if !placeholder.MatchString(want) {
		return false
	}
	var p strings.Builder
	p.WriteString(`(?s)^`)
	last := 0
	for _, at := range placeholder.FindAllStringIndex(want, -1) {
		p.WriteString(regexp.QuoteMeta(want[last:at[0]]))
		p.WriteString(`.*`)
		last = at[1]
	}
	p.WriteString(regexp.QuoteMeta(want[last:]))
	p.WriteString(`$`)
	return regexp.MustCompile(p.String()).MatchString(got)
}

// event compares two events of GetExecutionHistory. Ids count only where the
// order of the recording is certain.
func (c *comparer) event(got, want asl.Object, ids bool) string {
	if a, b := rawField(got, "type"), rawField(want, "type"); a != b {
		return "another type"
	}
	for _, m := range want {
		switch m.Key {
		case "type", "timestamp":
			continue
		case "id", "previousEventId":
			if !ids || m.Key == "previousEventId" && c.oldMapRuns && rawField(want, "type") == "MapStateExited" {
				continue
			}
		}
		v, ok := got.Get(m.Key)
		if !ok {
			return m.Key + " is missing"
		}
		if d := c.compare("events."+m.Key, v, m.Value); d != "" {
			return d
		}
	}
	for _, m := range got {
		if _, ok := want.Get(m.Key); !ok && m.Key != "timestamp" {
			return m.Key + " is not recorded"
		}
	}
	return ""
}

func brief(v asl.Value) string {
	s := string(asl.AppendValue(nil, v, -1))
	if len(s) > 300 {
		s = s[:300] + "…"
	}
	return s
}
