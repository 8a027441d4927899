package catalog

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog/apimodel"
)

//go:generate go run ./gen ../../docs/kinds

// A Page is a page of the documentation, in Markdown.
type Page struct {
	// Name of its file.
	Name string
	Text string
}

// Pages are a page for every kind and every kind of cluster, and one that lists
// them, in the order of their names.
func Pages() []Page {
	index := "# Kinds\n\n" + generated + "\n## Of task\n\n| kind | what it does |\n|---|---|\n"
	var pages []Page
	for _, k := range All {
		index += fmt.Sprintf("| [`%s`](%s.md) | %s |\n", k.Name, k.Name, firstSentence(k.Doc))
		pages = append(pages, Page{Name: k.Name + ".md", Text: k.page()})
	}
	for _, p := range Portables {
		index += fmt.Sprintf("| [`%s`](%s.md) | %s |\n", p.Name, p.Name, firstSentence(p.Doc))
		pages = append(pages, Page{Name: p.Name + ".md", Text: p.page()})
	}
	index += "\n## Of compute\n\n| kind | what it is | runs | as |\n|---|---|---|---|\n"
	for _, c := range Computes {
		index += fmt.Sprintf("| [`%s`](compute-%s.md) | %s | [`%s`](%s.md) | [`%s`](%s.md) |\n", c.Name, c.Name, firstSentence(c.Doc), c.Runs.Name, c.Runs.Name, c.Kind.Name, c.Kind.Name)
		pages = append(pages, Page{Name: "compute-" + c.Name + ".md", Text: c.page()})
	}
	index += "\n## Of cluster\n\n| kind | what it is |\n|---|---|\n"
	for _, c := range Clusters {
		index += fmt.Sprintf("| [`%s`](cluster-%s.md) | %s |\n", c.Name, c.Name, firstSentence(c.Doc))
		pages = append(pages, Page{Name: "cluster-" + c.Name + ".md", Text: c.page()})
	}
	pages = append(pages, Page{Name: "README.md", Text: index})
	slices.SortFunc(pages, func(a, b Page) int { return strings.Compare(a.Name, b.Name) })
	return pages
}

const generated = "<!-- Written by go generate ./dsl/catalog; do not edit. -->\n"

func firstSentence(doc string) string {
	if i := strings.Index(doc, ". "); i >= 0 {
		return doc[:i+1]
	}
	return doc
}

func (k *Kind) page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n%s\n", k.Name, generated, k.Doc)
	writeExample(&b, k.Beside, k.Example)
	writeArgs(&b, k.Args, k.OneOf, k.AtMostOne)
	k.writeWaiting(&b)
	k.writeResult(&b)
	writeErrors(&b, k.Errors, k.transient())
	if k.Free != "" {
		fmt.Fprintf(&b, "\n## Permissions\n\nThe machine's role needs none. %s\n", k.Free)
	}
	writeAllows(&b, k.Allows())
	writeNotes(&b, k.Notes)
	if k == &awsCall {
		writeModelled(&b)
	}
	return b.String()
}

// writeModelled lists the services whose calls are checked.
func writeModelled(b *strings.Builder) {
	b.WriteString("\n## Checked services\n\nThe calls of these are compared with the models of their APIs, those of others are not:\n\n")
	line := ""
	for i, name := range apimodel.Services() {
		word := "`" + name + "`"
		if i > 0 {
			line += ","
		}
		if len(line)+1+len(word) > 118 {
			b.WriteString(line + "\n")
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	b.WriteString(line + ".\n")
}

func (c *Cluster) page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# cluster %s\n\n%s\n%s\n", c.Name, generated, c.Doc)
	writeExample(&b, "", c.Example)
	writeArgs(&b, c.Args, nil, c.AtMostOne)
	fmt.Fprintf(&b, "\n%s required unless `use` is known at compile time.\n", list(c.RequiredToCreate, "and")+" are")
	writeErrors(&b, c.Errors, c.Transient)
	writeAllows(&b, slices.Concat(c.Allow, c.AllowFind, c.AllowTag, c.AllowUnprotect))
	writeNotes(&b, c.Notes)
	return b.String()
}

func (p *Portable) page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n%s\n", p.Name, generated, p.Doc)
	writeExample(&b, p.Beside, p.Example)
	writeArgs(&b, p.Args, nil, nil)
	b.WriteString("\n## Where it runs\n\nAll that differs with the line that says where:\n\n" +
		"| compute | the task becomes | takes | is waited for by | and can | gives | its errors begin with | differs |\n|---|---|---|---|---|---|---|---|\n")
	for _, c := range p.On() {
		fmt.Fprintf(&b, "| [`%s`](compute-%s.md) | [`%s`](%s.md) | %s |\n", c.Name, c.Name, c.Kind.Name, c.Kind.Name, strings.Join(c.differs(), " | "))
	}
	writeNotes(&b, p.Notes)
	return b.String()
}

// differs are the cells of a table: what the compute takes, how it is waited for
// and how else a task may be, what that gives, whose errors it raises, and the rest.
func (c *Compute) differs() []string {
	var args, awaits []string
	for _, a := range c.Args {
		name := "`" + a.Name + "`"
		if a.Required {
			name += "*"
		}
		args = append(args, name)
	}
	m := &c.Kind.Modes[0]
	for _, other := range c.Kind.Modes[1:] {
		if await := "`await = \"" + other.Await + "\"`"; other.Await != m.Await && !slices.Contains(awaits, await) {
			awaits = append(awaits, await)
		}
	}
	gives := "what it returns"
	if m.Result.IsObjectType() {
		members := sortedKeys(m.Result.AttributeTypes())
		gives = fmt.Sprintf("an object of %d members: `%s` to `%s`", len(members), members[0], members[len(members)-1])
	}
	prefix, _, _ := strings.Cut(c.Kind.Transient[0], ".")
	return []string{
		strings.Join(args, ", "), "`" + m.Resource + "`", strings.Join(awaits, ", "), gives, "`" + prefix + ".`", strings.Join(c.Notes, " "),
	}
}

func (c *Compute) page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# compute %s\n\n%s\n%s A task [`%s`](%s.md) that runs on it becomes a task [`%s`](%s.md): waiting, result, errors and\npermissions are those.\n",
		c.Name, generated, c.Doc, c.Runs.Name, c.Runs.Name, c.Kind.Name, c.Kind.Name)
	writeExample(&b, "", c.Example)
	writeArgs(&b, c.Args, nil, c.AtMostOne)
	b.WriteString("\nAll of it must be known at compile time.\n")
	writeNotes(&b, c.Notes)
	return b.String()
}

func writeExample(b *strings.Builder, beside, example string) {
	b.WriteString("\n```hcl\n")
	if beside != "" {
		b.WriteString(beside + "\n\n")
	}
	b.WriteString(example + "\n```\n")
}

func writeArgs(b *strings.Builder, args []Arg, oneOf, atMostOne [][]string) {
	b.WriteString("\n## Arguments\n\n| name | type | default | |\n|---|---|---|---|\n")
	for _, a := range args {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", a.Name, a.typeName(), a.defaultName(), a.text())
	}
	for _, group := range oneOf {
		fmt.Fprintf(b, "\nExactly one of %s must be given.\n", list(group, "and"))
	}
	for _, group := range atMostOne {
		fmt.Fprintf(b, "\nAt most one of %s may be given.\n", list(group, "and"))
	}
}

func (a *Arg) typeName() string {
	switch {
	case a.Unit != 0 && a.Type == cty.DynamicPseudoType:
		return "duration or number"
	case a.Unit != 0:
		return "duration"
	case a.Ref != "":
		return a.Ref
	}
	return TypeName(a.Type)
}

func (a *Arg) defaultName() string {
	switch {
	case a.Required:
		return "required"
	case a.Default == "" || strings.ContainsAny(a.Default, "_$."):
		return "" // Computed: Doc says how.
	}
	return "`" + a.Default + "`"
}

// text is the argument's Doc and what follows from its other fields.
func (a *Arg) text() string {
	text := a.Doc
	if len(a.Enum) > 0 {
		text += " One of " + list(a.Enum, "and") + "."
	}
	if a.With != "" {
		text += " Only with `" + a.With + "`."
	}
	if a.When != "" {
		text += " Only where `" + a.When + "`."
	}
	if a.Static {
		text += " Must be known at compile time."
	}
	return text
}

func list(words []string, and string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = "`" + w + "`"
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	last := len(quoted) - 1
	return strings.Join(quoted[:last], ", ") + " " + and + " " + quoted[last]
}

func (k *Kind) writeWaiting(b *strings.Builder) {
	switch {
	case k.Verbatim:
		b.WriteString("\n## Waiting\n\nIt has ended when what it runs has ended.\n")
		return
	case len(k.Modes) == 0 && k.Poll == nil:
		b.WriteString("\nIt calls no service and waits for none.\n")
		return
	}
	b.WriteString("\n## Waiting\n\n| `await` | call |\n|---|---|\n")
	if p := k.Poll; p != nil {
		calls := "`" + p.Start.Resource + "`"
		if p.StartElse != nil {
			calls += " or `" + p.StartElse.Resource + "`"
		}
		fmt.Fprintf(b, "| `completion` (default) | %s, then `%s` every %s |\n", calls, p.Look.Resource, duration(p.Every))
	}
	for i, m := range k.Modes {
		await := "`" + m.Await + "`"
		if i == 0 && k.Poll == nil {
			await += " (default)"
		}
		call := "`" + m.Resource + "`"
		if m.Then != nil {
			call += ", with `" + m.Then.If + "` also `" + m.Then.Resource + "`"
		}
		if m.When != "" {
			call += ", when `" + m.When + "`"
		}
		fmt.Fprintf(b, "| %s | %s |\n", await, call)
	}
}

func duration(d time.Duration) string { return fmt.Sprintf("%d s", int(d/time.Second)) }

// writeResult shows the result of the default mode.
func (k *Kind) writeResult(b *strings.Builder) {
	var result cty.Type
	switch {
	case k.Verbatim:
		result = whatever
	case k.Poll != nil:
		result = k.Poll.Result
	case len(k.Modes) > 0:
		result = k.Modes[0].Result
	default:
		return
	}
	b.WriteString("\n## Result\n\n")
	if !result.IsObjectType() {
		fmt.Fprintf(b, "Of type %s.\n", TypeName(result))
		return
	}
	b.WriteString("An object; what the service leaves out is null.\n\n| member | type |\n|---|---|\n")
	members := result.AttributeTypes()
	for _, name := range sortedKeys(members) {
		fmt.Fprintf(b, "| `%s` | %s |\n", name, TypeName(members[name]))
	}
}

func writeErrors(b *strings.Builder, errors, transient []string) {
	all := slices.Concat(errors, transient)
	if len(all) == 0 {
		return
	}
	slices.Sort(all)
	b.WriteString("\n## Errors\n\n| name | `\"transient\"` |\n|---|---|\n")
	for _, name := range slices.Compact(all) {
		yes := ""
		if slices.Contains(transient, name) {
			yes = "yes"
		}
		fmt.Fprintf(b, "| `%s` | %s |\n", name, yes)
	}
}

// transient are the errors of all modes.
func (k *Kind) transient() []string {
	all := slices.Clone(k.Transient)
	for _, m := range k.Modes {
		all = append(all, m.Transient...)
	}
	return all
}

// Allows are the statements of all ways to wait: what the machine needs at most.
func (k *Kind) Allows() []Allow {
	var all []Allow
	if p := k.Poll; p != nil {
		all = append(all, p.Allows(&p.Start)...)
		if p.StartElse != nil {
			all = append(all, p.StartElse.Allow...)
		}
	}
	for i := range k.Modes {
		all = append(all, k.Modes[i].Allows()...)
	}
	return all
}

func writeAllows(b *strings.Builder, allows []Allow) {
	if len(allows) == 0 {
		return
	}
	b.WriteString("\n## Permissions\n\nWhat the machine's role needs, at most; less where the task does not wait.\n\n" +
		"| action | on | when |\n|---|---|---|\n")
	var rows []string
	for _, a := range allows {
		for _, action := range a.Actions {
			var when []string
			if a.If != "" {
				when = append(when, "`"+a.If+"` is given")
			}
			if a.Unless != "" {
				when = append(when, "`"+a.Unless+"` is not given")
			}
			if len(a.Named) > 0 {
				when = append(when, list(a.Named, "or")+" is named")
			}
			if a.PassedTo != "" {
				when = append(when, "passed to `"+a.PassedTo+"`")
			}
			for _, c := range a.Conditions {
				when = append(when, "`"+c.Key+"` is `"+c.Value+"`")
			}
			on := strings.ReplaceAll(a.Resource, "|", `\|`) // It would end the cell.
			rows = append(rows, fmt.Sprintf("| `%s` | `%s` | %s |\n", action, on, strings.Join(when, ", ")))
		}
	}
	slices.Sort(rows)
	for _, row := range slices.Compact(rows) {
		b.WriteString(row)
	}
}

func writeNotes(b *strings.Builder, notes []string) {
	if len(notes) == 0 {
		return
	}
	b.WriteString("\n## Notes\n\n")
	for _, n := range notes {
		b.WriteString("* " + n + "\n")
	}
}
