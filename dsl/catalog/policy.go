package catalog

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// A Use is one use of a kind in a machine: what it needs to be allowed, and the
// values that narrow it.
type Use struct {
	Allow []Allow

	// Value gives what is known at compile time of an argument, or of a
	// member of one ("roles.service"): its text, in which * may stand for a
	// part that is not known; "" when it is not given; known is false when
	// nothing is known but that it is given. Nil: nothing is given.
	Value func(name string) (value string, known bool)

	// Names reports whether an error is named where the kind is used. Nil:
	// none is.
	Names func(err string) bool
}

// Where is where a machine runs. What is empty is not known and becomes *, but
// the partition, which is then "aws".
type Where struct {
	Partition, Region, Account string
	// Pipeline is the name of the machine.
	Pipeline string
}

// A Statement allows Actions on Resources. Both are sorted and not empty.
type Statement struct {
	Actions    []string
	Resources  []string
	Conditions []Condition
}

// Policy is the least policy that allows all the uses. Every action stands once
// for each set of conditions, with exactly the resources that some use needs it
// on; actions on the same resources share a statement. The order depends on
// nothing but the statements themselves.
func Policy(uses []Use, where Where) []Statement {
	var grants grants
	for _, use := range uses {
		r := resolver{where: where, value: use.Value}
		for _, a := range use.Allow {
			named := a.Named == nil || use.Names != nil && slices.ContainsFunc(a.Named, use.Names)
			if !named || !r.counts(a) {
				continue
			}
			if on := r.resolve(a.Resource); !tooLong(on) {
				grants.add(a.Actions, on, r.conditions(a))
			}
		}
	}
	return grants.statements()
}

// A resolver fills in the places of resources and conditions.
type resolver struct {
	where Where
	value func(name string) (value string, known bool)
}

// known is what is known of an argument; as a Use says, nil knows of none.
func (r resolver) known(name string) (value string, known bool) {
	if r.value == nil {
		return "", true
	}
	return r.value(name)
}

func (r resolver) given(name string) bool {
	value, known := r.known(name)
	return !known || value != ""
}

func (r resolver) counts(a Allow) bool {
	return (a.If == "" || r.given(a.If)) && (a.Unless == "" || !r.given(a.Unless))
}

func (r resolver) conditions(a Allow) []Condition {
	var conditions []Condition
	if a.PassedTo != "" {
		conditions = append(conditions, Condition{Test: "StringEquals", Key: "iam:PassedToService", Value: a.PassedTo})
	}
	for _, c := range a.Conditions {
		if c.Value = r.resolve(c.Value); c.Value != "*" {
			conditions = append(conditions, c)
		}
	}
	return conditions
}

// resolve fills in the places of a text.
func (r resolver) resolve(text string) string {
	out := ""
	for {
		before, rest, found := strings.Cut(text, "{")
		out += before
		if !found {
			break
		}
		place, after, found := strings.Cut(rest, "}")
		if !found {
			panic("catalog: place without an end in " + text)
		}
		value := r.place(place)
		switch {
		case strings.HasPrefix(value, "arn:") && strings.HasSuffix(out, ":execution:"):
			out = executionOf(value)
		case strings.HasPrefix(value, "arn:"):
			out = value
		case strings.HasSuffix(out, "/"):
			out += strings.TrimPrefix(value, "/")
		default:
			out += value
		}
		text = after
	}
	for strings.Contains(out, "**") {
		out = strings.ReplaceAll(out, "**", "*")
	}
	return out
}

// place is the text that takes the place {p}.
func (r resolver) place(p string) string {
	name, instead, _ := strings.Cut(p, "|")
	value, known := "", true
	switch name {
	case "partition":
		return r.partition()
	case "region":
		value = r.where.Region
	case "account":
		value = r.where.Account
	case "pipeline.name":
		value = r.where.Pipeline
	default:
		value, known = r.known(name)
	}
	switch {
	case !known:
		return "*"
	case value == "" && instead == "":
		return "*"
	case value == "":
		return instead
	}
	if arn, ok := queueARN(value, r.partition()); ok {
		return arn
	}
	if arn, ok := r.apiARN(value); ok {
		return arn
	}
	return strings.TrimPrefix(value, "s3://")
}

func (r resolver) partition() string {
	if r.where.Partition == "" {
		return "aws"
	}
	return r.where.Partition
}

// queueARN is the ARN of the queue at a URL of the form
// https://sqs.REGION.amazonaws.com/ACCOUNT/NAME.
func queueARN(url, partition string) (arn string, ok bool) {
	rest, found := strings.CutPrefix(url, "https://sqs.")
	if !found {
		return "", false
	}
	parts := strings.Split(rest, "/")
	if len(parts) != 3 {
		return "", false
	}
	region, _, _ := strings.Cut(parts[0], ".")
	return strings.Join([]string{"arn", partition, "sqs", region, parts[1], parts[2]}, ":"), true
}

// apiARN is the beginning of the ARNs of what the API at a host of the form
// ID.execute-api.REGION.amazonaws.com has.
func (r resolver) apiARN(host string) (arn string, ok bool) {
	m := apiHost.FindStringSubmatch(host)
	if m == nil {
		return "", false
	}
	account := cmp.Or(r.where.Account, "*")
	return strings.Join([]string{"arn", r.partition(), "execute-api", m[2], account, m[1]}, ":"), true
}

var apiHost = regexp.MustCompile(`^([0-9A-Za-z*]+)\.execute-api\.([a-z0-9*-]+)\.amazonaws\.com(?:\.cn)?$`)

// executionOf is the beginning of the ARNs of a machine's executions, which name
// neither version nor alias.
func executionOf(machine string) string {
	parts := strings.Split(machine, ":")
	if len(parts) > 7 {
		parts = parts[:7]
	}
	if len(parts) > 5 {
		parts[5] = "execution"
	}
	return strings.Join(parts, ":")
}

// grants are resources by action, for each set of conditions.
type grants map[string]*grant

type grant struct {
	conditions []Condition
	resources  map[string][]string // by action
}

func (g *grants) add(actions []string, resource string, conditions []Condition) {
	if *g == nil {
		*g = make(grants)
	}
	key := ""
	for _, c := range conditions {
		key += c.Test + "\x00" + c.Key + "\x00" + c.Value + "\x00"
	}
	under := (*g)[key]
	if under == nil {
		under = &grant{conditions: conditions, resources: make(map[string][]string)}
		(*g)[key] = under
	}
	for _, action := range actions {
		under.resources[action] = append(under.resources[action], resource)
	}
}

// tooLong reports an ARN with more parts than its service has: what becomes of
// "function:{function}:*" when the function is given with its version.
func tooLong(arn string) bool {
	parts := strings.Split(arn, ":")
	if len(parts) < 3 || parts[0] != "arn" {
		return false
	}
	switch parts[2] {
	case "lambda":
		return len(parts) > 8
	case "batch", "ecs":
		return len(parts) > 7
	}
	return false
}

func (g grants) statements() []Statement {
	var all []Statement
	for _, key := range slices.Sorted(maps.Keys(g)) {
		under := g[key]
		byResources := make(map[string]*Statement)
		for _, action := range slices.Sorted(maps.Keys(under.resources)) {
			resources := widest(under.resources[action])
			set := strings.Join(resources, "\x00")
			if s := byResources[set]; s != nil {
				s.Actions = append(s.Actions, action)
				continue
			}
			byResources[set] = &Statement{Actions: []string{action}, Resources: resources, Conditions: under.conditions}
		}
		for _, set := range slices.Sorted(maps.Keys(byResources)) {
			all = append(all, *byResources[set])
		}
	}
	slices.SortStableFunc(all, func(a, b Statement) int {
		if n := slices.Compare(a.Actions, b.Actions); n != 0 {
			return n
		}
		return slices.Compare(a.Resources, b.Resources)
	})
	return all
}

// widest sorts resources and leaves out those that another one covers.
func widest(resources []string) []string {
	resources = slices.Clone(resources)
	slices.Sort(resources)
	resources = slices.Compact(resources)
	if len(resources) < 2 {
		return resources
	}
	// What all begin with, as far as whole fields go, says nothing. Behind it
	// they are found by what stands before their first *: one that covers
	// another begins the other with it. There may be thousands, and few lengths.
	from := 0
	for i := range resources[0] {
		if last := resources[len(resources)-1]; i >= len(last) || last[i] != resources[0][i] {
			break
		}
		if c := resources[0][i]; c == ':' || c == '/' {
			from = i + 1
		}
	}
	wide := map[string][]string{}
	var lengths []int
	for _, r := range resources {
		r = r[from:]
		if i := strings.IndexByte(r, '*'); i >= 0 {
			wide[r[:i]] = append(wide[r[:i]], r)
			if !slices.Contains(lengths, i) {
				lengths = append(lengths, i)
			}
		}
	}
	return slices.DeleteFunc(resources, func(r string) bool {
		r = r[from:]
		return slices.ContainsFunc(lengths, func(n int) bool {
			return n <= len(r) && slices.ContainsFunc(wide[r[:n]], func(other string) bool { return other != r && covers(other, r) })
		})
	})
}

// covers reports whether every ARN that matches pattern narrow matches wide,
// in which * is any text. It may miss some that do.
func covers(wide, narrow string) bool {
	first, rest, found := strings.Cut(wide, "*")
	if !found {
		return wide == narrow
	}
	if !strings.HasSuffix(narrow, rest[strings.LastIndexByte(rest, '*')+1:]) {
		return false
	}
	narrow, ok := strings.CutPrefix(narrow, first)
	if !ok {
		return false
	}
	for {
		var part string
		part, rest, found = strings.Cut(rest, "*")
		if !found {
			return strings.HasSuffix(narrow, part)
		}
		i := strings.Index(narrow, part)
		if i < 0 {
			return false
		}
		narrow = narrow[i+len(part):]
	}
}

// AppendJSON appends the statements as an IAM policy document, indented, with a
// newline at the end. IAM refuses a document without statements.
func AppendJSON(dst []byte, statements []Statement) []byte {
	type statement struct {
		Effect    string
		Action    []string
		Resource  []string
		Condition map[string]map[string]any `json:",omitempty"`
	}
	document := struct {
		Version   string
		Statement []statement
	}{Version: "2012-10-17", Statement: []statement{}}
	for _, s := range statements {
		out := statement{Effect: "Allow", Action: s.Actions, Resource: s.Resources}
		for _, c := range s.Conditions {
			if out.Condition == nil {
				out.Condition = make(map[string]map[string]any)
			}
			if out.Condition[c.Test] == nil {
				out.Condition[c.Test] = make(map[string]any)
			}
			// Of several values any will do.
			switch old := out.Condition[c.Test][c.Key].(type) {
			case nil:
				out.Condition[c.Test][c.Key] = c.Value
			case string:
				out.Condition[c.Test][c.Key] = []string{old, c.Value}
			case []string:
				out.Condition[c.Test][c.Key] = append(old, c.Value)
			}
		}
		document.Statement = append(document.Statement, out)
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(document); err != nil {
		panic("catalog: a policy of strings does not encode: " + err.Error())
	}
	return append(dst, buf.Bytes()...)
}
