package pipetest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// LoadMocks reads the mocks of a run: those of the first test of the pipeline
// in a file of tests, or JSON, {"NAME": [{"output": …}, …], …}. The pipeline is
// nil for a bare machine, whose mocks go by the names of states. The sources
// are for the diagnostics.
func LoadMocks(fsys fs.FS, project *dsl.Project, p *dsl.Pipeline, name string) (Mocks, map[string][]byte, hcl.Diagnostics) {
	if project == nil {
		project = &dsl.Project{}
	}
	l := &loader{
		suite:   &Suite{Project: project, Sources: map[string][]byte{}},
		scope:   newScope(project),
		indexes: map[string]*index{},
		seen:    map[string]hcl.Range{},
		bare:    p == nil,
	}
	src, diags := dsl.Read(fsys, name)
	if diags.HasErrors() {
		return nil, nil, diags
	}
	if !strings.HasSuffix(name, Suffix) {
		l.suite.Sources[name] = src
		mocks := l.jsonMocks(name, src, p)
		return mocks, l.suite.Sources, l.diags
	}
	l.file(name, src)
	if l.diags.HasErrors() {
		return nil, l.suite.Sources, l.diags
	}
	for _, t := range l.suite.Tests {
		if p == nil || t.Pipeline == p {
			return t.Mocks, l.suite.Sources, l.diags
		}
	}
	detail := fmt.Sprintf("%q has no test, so it gives no mocks.", name)
	if p != nil && len(l.suite.Tests) > 0 {
		detail = fmt.Sprintf("%q has no test of the pipeline %q, so it gives no mocks for it.", name, p.Name)
	}
	l.problem(diag.MissingMock, hcl.Range{Filename: name}, detail)
	return nil, l.suite.Sources, l.diags
}

// jsonMocks reads mocks in JSON. Each entry answers once, or as often as it
// says; the last one of a name goes on.
func (l *loader) jsonMocks(file string, src []byte, p *dsl.Pipeline) Mocks {
	bad := func(format string, args ...any) {
		l.problem(diag.UnsupportedValue, hcl.Range{Filename: file}, fmt.Sprintf(format, args...))
	}
	v, err := asl.DecodeValue(src)
	if err != nil {
		bad("This is no JSON: %v.", err)
		return nil
	}
	all, ok := v.(asl.Object)
	if !ok {
		bad(`Mocks are an object of lists: {"NAME": [{"output": {…}}]}.`)
		return nil
	}
	var x *index
	if p != nil {
		x = l.index(p)
	}
	var mocks Mocks
	for _, m := range all {
		if x != nil && m.Key != Any {
			l.mockName(m.Key, hcl.Range{Filename: file}, x)
		}
		list, ok := m.Value.(asl.Array)
		if !ok {
			bad(`The mocks of %q are a list: [{"output": {…}}].`, m.Key)
			continue
		}
		for i, entry := range list {
			mock, why := jsonMock(m.Key, entry)
			if why != "" {
				bad("Entry %d of %q: %s", i+1, m.Key, why)
				continue
			}
			if i == len(list)-1 {
				mock.Times = 0
			}
			mocks = append(mocks, mock)
		}
	}
	return mocks
}

// jsonMock reads one entry; why says what is wrong with it.
func jsonMock(name string, v asl.Value) (m *Mock, why string) {
	o, ok := v.(asl.Object)
	if !ok {
		return nil, `an entry is an object: {"output": {…}}.`
	}
	m = &Mock{Name: name, Times: 1}
	for _, member := range o {
		text, isText := member.Value.(asl.String)
		wants := "a text"
		switch member.Key {
		case "output":
			m.Output = member.Value
			isText = true
		case "error":
			m.Error = string(text)
		case "cause":
			m.Cause = string(text)
		case "times":
			wants = "a whole number, at least 1"
			var n int
			isText = json.Unmarshal(asl.AppendValue(nil, member.Value, -1), &n) == nil && n >= 1
			m.Times = n
		case "takes":
			wants = `a duration such as "20m"`
			var d time.Duration
			var err error
			d, err = dsl.ParseDuration(string(text))
			isText = isText && err == nil
			m.Takes = d
		default:
			return nil, fmt.Sprintf("there is no %q in it.", member.Key) +
				suggest(member.Key, []string{"output", "error", "cause", "times", "takes"}, "It takes")
		}
		if !isText {
			return nil, fmt.Sprintf("%q is %s.", member.Key, wants)
		}
	}
	if m.Error != "" && m.Output != nil {
		return nil, "it has an output or an error, not both."
	}
	return m, ""
}
