package view

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
)

// pageWidth is the width that prose is broken at, in characters.
const pageWidth = 80

// Code explains a code of diagnostics.
func Code(w io.Writer, e *diag.Entry) error {
	p := page{}
	p.line("%s: %s", e.Code, e.Title)
	p.line("")
	p.prose("", e.Doc)
	if e.Example != "" {
		p.line("\nFor example:\n")
		p.quote(e.Example)
	}
	return p.write(w)
}

// Codes lists the codes.
func Codes(w io.Writer) error {
	p := page{}
	for _, e := range diag.Codes {
		p.line("%s  %s", e.Code, e.Title)
	}
	return p.write(w)
}

// Kind explains a kind of task.
func Kind(w io.Writer, k *catalog.Kind) error {
	p := page{}
	p.line("%s", k.Name)
	p.line("")
	p.prose("", k.Doc)
	p.line("")
	if k.Beside != "" {
		p.quote(k.Beside)
		p.line("")
	}
	p.quote(k.Example)
	p.args(k.Args)
	p.line("")
	p.prose("", "Besides these it takes what every task does: "+strings.Join(metaArguments(k), ", ")+".")
	p.groups("Exactly one of", k.OneOf)
	p.groups("At most one of", k.AtMostOne)
	p.modes(k)
	p.result(k)
	p.list("Errors", k.Errors)
	p.list(`"transient" stands for`, k.Transient)
	p.permissions(k.Allows())
	if k.Free != "" {
		p.line("\nPermissions of the machine's role: none\n")
		p.prose("  ", k.Free)
	}
	p.notes(k.Notes)
	return p.write(w)
}

// Portable explains a portable kind.
func Portable(w io.Writer, k *catalog.Portable) error {
	p := page{}
	p.line("%s", k.Name)
	p.line("")
	p.prose("", k.Doc)
	p.line("")
	p.quote(k.Beside)
	p.line("")
	p.quote(k.Example)
	p.args(k.Args)
	p.line("")
	p.prose("", "Besides these it takes what a task of the kind does that it becomes.")
	p.engines(k.On())
	p.notes(k.Notes)
	return p.write(w)
}

// engines are kinds of compute with how they differ.
func (p *page) engines(all []*catalog.Compute) {
	p.line("\nWhere it runs\n")
	for _, c := range all {
		p.line("  compute %q: a task %q", c.Name, c.Kind.Name)
		for _, n := range c.Notes {
			p.prose("      ", n)
		}
	}
}

// Compute explains a kind of compute.
func Compute(w io.Writer, c *catalog.Compute) error {
	p := page{}
	p.line("compute %q", c.Name)
	p.line("")
	p.prose("", c.Doc+fmt.Sprintf(" A task %q that runs on it becomes a task %q.", c.Runs.Name, c.Kind.Name))
	p.line("")
	p.quote(c.Example)
	p.args(c.Args)
	p.groups("At most one of", c.AtMostOne)
	p.line("")
	p.prose("", fmt.Sprintf("All of it must be known at compile time. `pipectl explain %s` has the result, the errors and the permissions.", c.Kind.Name))
	p.notes(c.Notes)
	return p.write(w)
}

// Computes lists the kinds of compute, by what they run.
func Computes(w io.Writer) error {
	p := page{}
	for i, k := range catalog.Portables {
		if i > 0 {
			p.line("")
		}
		p.line("task %q", k.Name)
		for _, c := range k.On() {
			p.line("  compute %-18q as %-22q %s", c.Name, c.Kind.Name, firstSentence(c.Doc))
		}
	}
	return p.write(w)
}

// metaArguments are the arguments and blocks that a task of a kind takes
// besides the kind's own.
func metaArguments(k *catalog.Kind) []string {
	all := []string{"description", "depends_on", "when", "run_if", "for_each", "concurrency"}
	switch {
	case k.Verbatim:
		return append(all, "timeout", "expected", "returns", "output", "role", "and the blocks retry", "catch")
	case len(k.Modes) == 0 && k.Poll == nil:
		return all
	}
	all = append(all, "timeout", "expected", "returns", "await", "output")
	if !k.OwnRole {
		all = append(all, "role")
	}
	all = append(all, "parameters")
	if slices.ContainsFunc(k.Modes, func(m catalog.Mode) bool { return m.Await == "callback" }) {
		all = append(all, "heartbeat")
	}
	all = append(all, "and the blocks retry", "catch")
	if k.Poll != nil || k.Name == "aws" || k.Name == "lambda" {
		all = append(all, "poll")
	}
	return all
}

// Cluster explains a kind of cluster.
func Cluster(w io.Writer, c *catalog.Cluster) error {
	p := page{}
	p.line(`cluster "%s"`, c.Name)
	p.line("")
	p.prose("", c.Doc)
	p.line("")
	p.quote(c.Example)
	p.args(c.Args)
	p.groups("At most one of", c.AtMostOne)
	if len(c.RequiredToCreate) > 0 {
		p.line("")
		p.prose("", "Required unless `use` names a cluster: "+strings.Join(c.RequiredToCreate, ", ")+".")
	}
	p.list("Errors", c.Errors)
	p.list(`"transient" stands for`, c.Transient)
	p.permissions(slices.Concat(c.Allow, c.AllowFind, c.AllowUnprotect))
	p.notes(c.Notes)
	return p.write(w)
}

// Kinds lists the kinds of tasks.
func Kinds(w io.Writer) error {
	p := page{}
	width := 0
	for _, name := range catalog.Names() {
		width = max(width, len(name))
	}
	for _, name := range catalog.Names() {
		if k, ok := catalog.Lookup(name); ok {
			p.line("%-*s  %s", width, name, firstSentence(k.Doc))
		} else if k, ok := catalog.LookupPortable(name); ok {
			p.line("%-*s  %s", width, name, firstSentence(k.Doc))
		}
	}
	return p.write(w)
}

// A page is text under construction.
type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

func (p *page) write(w io.Writer) error {
	_, err := io.WriteString(w, p.String())
	return err
}

// prose breaks text into lines.
func (p *page) prose(indent, text string) {
	line := indent
	for _, word := range strings.Fields(text) {
		if line != indent && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > pageWidth {
			p.line("%s", line)
			line = indent
		}
		if line != indent {
			line += " "
		}
		line += word
	}
	if line != indent {
		p.line("%s", line)
	}
}

func (p *page) quote(text string) {
	for line := range strings.Lines(strings.TrimRight(text, "\n") + "\n") {
		p.WriteString(strings.TrimRight("  "+line, " \n") + "\n")
	}
}

func (p *page) args(args []catalog.Arg) {
	if len(args) == 0 {
		return
	}
	p.line("\nArguments\n")
	for _, a := range args {
		head := "  " + a.Name + ": " + typeOf(a)
		switch {
		case a.Required:
			head += ", required"
		case a.Default != "":
			head += ", default " + a.Default
		}
		if a.Static {
			head += ", known at compile time"
		}
		p.line("%s", head)
		p.prose("      ", a.Doc)
		if len(a.Enum) > 0 {
			p.prose("      ", "One of "+strings.Join(a.Enum, ", ")+".")
		}
		if a.With != "" {
			p.prose("      ", "Only with "+a.With+".")
		}
		if a.When != "" {
			p.prose("      ", "Only where "+a.When+".")
		}
	}
}

// typeOf is the type of an argument as users see it.
func typeOf(a catalog.Arg) string {
	switch {
	case a.Unit != 0 && a.Type == cty.DynamicPseudoType:
		return "duration or number"
	case a.Unit != 0:
		return "duration"
	case a.Ref != "" && a.Type == cty.String:
		return a.Ref + " or string"
	case a.Ref != "":
		return a.Ref
	}
	return catalog.TypeName(a.Type)
}

func (p *page) groups(what string, groups [][]string) {
	for _, g := range groups {
		p.line("")
		p.prose("", what+" "+strings.Join(g, ", ")+" may be given.")
	}
}

func (p *page) modes(k *catalog.Kind) {
	if len(k.Modes) == 0 && k.Poll == nil {
		return
	}
	p.line("\nWaiting (await)\n")
	first := " (default)"
	if k.Poll != nil {
		p.line("  completion%s: %s, then a look every %s", first, k.Poll.Start.Resource, k.Poll.Every)
		first = ""
	}
	for _, m := range k.Modes {
		when := ""
		if m.When != "" {
			when = " when " + m.When
		}
		p.line("  %s%s: %s%s", m.Await, first, m.Resource, when)
		first = ""
	}
}

// result is the type of what the task gives in its default mode.
func (p *page) result(k *catalog.Kind) {
	var t cty.Type
	switch {
	case k.Verbatim:
		t = cty.DynamicPseudoType
	case k.Poll != nil:
		t = k.Poll.Result
	case len(k.Modes) > 0:
		t = k.Modes[0].Result
	}
	if t == cty.NilType {
		return
	}
	p.line("\nResult\n")
	if !t.IsObjectType() {
		p.line("  %s", catalog.TypeName(t))
		return
	}
	members := t.AttributeTypes()
	for _, name := range slices.Sorted(maps.Keys(members)) {
		p.line("  %s: %s", name, catalog.TypeName(members[name]))
	}
}

func (p *page) list(title string, items []string) {
	if len(items) == 0 {
		return
	}
	p.line("\n%s\n", title)
	for _, i := range items {
		p.line("  %s", i)
	}
}

// permissions are what the machine's role needs, at most: each action with what
// it is allowed on.
func (p *page) permissions(allows []catalog.Allow) {
	var lines []string
	for _, a := range allows {
		for _, action := range a.Actions {
			lines = append(lines, action+" on "+a.Resource)
		}
	}
	slices.Sort(lines)
	p.list("Permissions of the machine's role, at most", slices.Compact(lines))
}

func (p *page) notes(notes []string) {
	for _, n := range notes {
		p.line("")
		p.prose("", n)
	}
}

func firstSentence(s string) string {
	if i := strings.Index(s, ". "); i >= 0 {
		return s[:i+1]
	}
	return s
}
