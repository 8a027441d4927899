package dsl

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
)

// A reader takes the arguments and blocks of one body, and knows at the end
// what nobody asked for.
type reader struct {
	l    *loader
	body *hclsyntax.Body
	head string // how the block is headed, "" for a file
	rng  hcl.Range

	attrs  []string // names asked for
	blocks []string
	// never are names of arguments that are refused with words of their own.
	never []string

	// missing are arguments that have to be given and are not.
	missing []string

	// apiNames is the kind whose arguments may be meant by their names in
	// the service's API; nil: none.
	apiNames *catalog.Kind
}

func (l *loader) reader(b *hclsyntax.Block) *reader {
	return &reader{l: l, body: b.Body, head: header(b), rng: b.DefRange()}
}

// header is a block as it is headed in the source.
func header(b *hclsyntax.Block) string {
	var s strings.Builder
	s.WriteString(b.Type)
	for _, l := range b.Labels {
		fmt.Fprintf(&s, " %q", l)
	}
	return s.String()
}

// attr returns an argument's expression, or nil when it is left out.
func (r *reader) attr(name string) hclsyntax.Expression {
	r.attrs = append(r.attrs, name)
	if a := r.body.Attributes[name]; a != nil {
		return a.Expr
	}
	return nil
}

// refused is attr for an argument that cannot stand here, which the caller
// reports: it is not offered in place of an unknown one.
func (r *reader) refused(name string) hclsyntax.Expression {
	r.never = append(r.never, name)
	if a := r.body.Attributes[name]; a != nil {
		return a.Expr
	}
	return nil
}

// nameRange is where the name of an argument that was given stands.
func (r *reader) nameRange(name string) hcl.Range {
	if a := r.body.Attributes[name]; a != nil {
		return a.NameRange
	}
	return r.rng
}

// need is attr for an argument that must be given.
func (r *reader) need(name string) hclsyntax.Expression {
	e := r.attr(name)
	if e == nil {
		r.missing = append(r.missing, name)
	}
	return e
}

// tried says whether the body has a block of a type, even one that was refused,
// or one that may be meant for it.
func (r *reader) tried(typ string) bool {
	return slices.ContainsFunc(r.body.Blocks, func(b *hclsyntax.Block) bool {
		return b.Type == typ || b.Type != "catch" && b.Type != "retry" && !slices.Contains(r.blocks, b.Type)
	})
}

// all returns the blocks of a type, in source order.
func (r *reader) all(types ...string) []*hclsyntax.Block {
	r.blocks = append(r.blocks, types...)
	var out []*hclsyntax.Block
	for _, b := range r.body.Blocks {
		if slices.Contains(types, b.Type) {
			out = append(out, b)
		}
	}
	return out
}

// one returns the only block of a type, or nil; more than one is an error.
func (r *reader) one(typ string) *hclsyntax.Block {
	all := r.all(typ)
	for _, b := range all[min(1, len(all)):] {
		r.l.add(diag.Problem{
			Code:   diag.DuplicateName,
			Range:  b.DefRange(),
			Detail: fmt.Sprintf("A block %q stands here already; there can be one only. Put its contents together.", typ),
			Notes:  []diag.Note{{Range: all[0].DefRange(), Text: "the first one is here"}},
		}.Error())
	}
	if len(all) == 0 {
		return nil
	}
	return all[0]
}

// done reports everything that was not asked for, and what is missing but for
// that: a name misspelt is one mistake, not two.
func (r *reader) done() {
	var unclear *hcl.Diagnostic // of an argument that resembles nothing
	var found hcl.Diagnostics
	for _, a := range sortedAttrs(r.body) {
		if slices.Contains(r.attrs, a.Name) || slices.Contains(r.never, a.Name) {
			continue
		}
		p := diag.Problem{Code: diag.UnknownArgument, Range: a.NameRange}
		if slices.Contains(r.blocks, a.Name) {
			p.Detail = fmt.Sprintf("%q is a block, not an argument: leave out the equals sign.", a.Name)
			if _, list := a.Expr.(*hclsyntax.TupleConsExpr); list {
				p.Detail = fmt.Sprintf("%q is a block, not an argument: write one %s { … } for each.", a.Name, a.Name)
			} else if _, object := a.Expr.(*hclsyntax.ObjectConsExpr); !object {
				p.Detail = fmt.Sprintf("%q is a block, not an argument: write %s { … }.", a.Name, a.Name)
			}
			found = append(found, p.Error())
			continue
		}
		p.Detail = fmt.Sprintf("An argument named %q is not expected %s.", a.Name, r.here())
		meant, hint := r.meant(a.Name)
		p.Detail += hint
		r.missing = slices.DeleteFunc(r.missing, func(m string) bool { return m == meant })
		d := p.Error()
		if meant == "" {
			unclear = d
		}
		found = append(found, d)
	}
	for _, b := range r.body.Blocks {
		if slices.Contains(r.blocks, b.Type) {
			continue
		}
		if slices.Contains(r.attrs, b.Type) {
			r.missing = slices.DeleteFunc(r.missing, func(m string) bool { return m == b.Type })
			value := "…"
			if len(b.Labels) == 0 {
				value = "{ … }"
			}
			found = append(found, diag.Problem{
				Code:   diag.UnknownBlock,
				Range:  b.TypeRange,
				Detail: fmt.Sprintf("%q is an argument, not a block: write %s = %s.", b.Type, b.Type, value),
			}.Error())
			continue
		}
		detail := r.elsewhere(b.Type)
		if detail == "" {
			possible := r.blocks
			detail = fmt.Sprintf("A block of type %q is not expected %s.", b.Type, r.here())
			if h := saidHere(blockHabits, b.Type, possible); h != nil {
				detail += " " + h.say
			} else {
				detail += suggestOrList(b.Type, possible, "Blocks that can stand here are")
			}
		}
		found = append(found, diag.Problem{Code: diag.UnknownBlock, Range: b.TypeRange, Detail: detail}.Error())
	}
	switch {
	case len(r.missing) == 1 && len(found) == 1 && unclear != nil:
		unclear.Detail = fmt.Sprintf("An argument named %q is not expected %s, where the argument %q is required and left out. Is that what is meant?",
			unclear.Subject.SliceBytes(r.l.project.Sources[unclear.Subject.Filename]), r.here(), r.missing[0])
	case len(r.missing) > 0:
		r.l.add(missingArguments(r.head, r.missing, r.rng))
	}
	r.l.add(found...)
}

// meant is the argument that an unknown one most likely stands for, "" where
// that is not known, and what is said of it.
func (r *reader) meant(name string) (meant, hint string) {
	attrs := r.attrs
	if s := diag.Similar(name, attrs); s != "" {
		return s, diag.Suggest(name, attrs)
	}
	if s := r.byAPIName(name); s != "" {
		return s, fmt.Sprintf(" Did you mean %q?", s)
	}
	if s := diag.Similar(name, r.blocks); s != "" {
		return s, fmt.Sprintf(" Did you mean the block %s { … }?", s)
	}
	if h := saidHere(argumentHabits, name, slices.Concat(attrs, r.blocks)); h != nil {
		return h.means, " " + h.say
	}
	return "", suggestOrList(name, attrs, "It takes")
}

// byAPIName is the argument that goes by a name in the service's API, or empty.
func (r *reader) byAPIName(name string) string {
	found := ""
	if r.apiNames != nil {
		for _, a := range r.apiNames.Args {
			if a.ASL != "" && plain(a.ASL[strings.LastIndexByte(a.ASL, '.')+1:]) == plain(name) {
				found = a.Name
			}
		}
	}
	return found
}

// plain is a name without what tools spell differently.
func plain(name string) string { return strings.ToLower(separators.Replace(name)) }

var separators = strings.NewReplacer("_", "", "-", "")

// elsewhere says where a block of the language stands that cannot stand here;
// "" where that is not known.
func (r *reader) elsewhere(typ string) string {
	inPipeline := slices.Concat(itemBlocks, []string{"input", "schedule", "trigger", "defaults", "on_failure", "finally", "notify", "logging", "permissions"})
	switch {
	case typ == "task" && strings.HasPrefix(r.head, "task "):
		return "A task holds no tasks. Put this one beside it; what runs after an error of it stands in a block catch { … }."
	case typ == "branch":
		return "A branch stands in a block parallel \"NAME\" { … }."
	case typ == "case" || typ == "default" && r.head != "":
		return fmt.Sprintf("A block %q stands in a block choice \"NAME\" { … }.", typ)
	case typ == "test":
		return "A block \"test\" stands in a file of its own, whose name ends in .pipetest.hcl."
	case r.head == "" && slices.Contains(inPipeline, typ):
		return fmt.Sprintf("A block %q stands inside of a pipeline: pipeline \"NAME\" { … }.", typ)
	case r.head != "" && typ == "cluster":
		return "A cluster stands in a pipeline or at top level, not inside of a block."
	case r.head != "" && slices.Contains([]string{"pipeline", "variable", "compute", "pipectl"}, typ):
		return fmt.Sprintf("A block %q stands at the top of a file, inside of no other block.", typ)
	case r.head != "" && slices.Contains([]string{"input", "schedule", "trigger", "defaults", "on_failure", "finally", "notify", "logging", "permissions", "locals"}, typ):
		return fmt.Sprintf("A block %q stands directly in a pipeline, not inside of another block.", typ)
	}
	return ""
}

func (r *reader) here() string {
	if r.head == "" {
		return "at the top of a file"
	}
	return "in " + r.head
}

// suggestOrList says which name is near, or all of them where none is.
func suggestOrList(name string, names []string, intro string) string {
	if s := diag.Suggest(name, names); s != "" {
		return s
	}
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	if len(names) == 0 {
		return ""
	}
	return " " + intro + " " + list(names) + "."
}

// list joins names for a sentence.
func list(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	switch len(quoted) {
	case 0:
		return ""
	case 1:
		return quoted[0]
	}
	return strings.Join(quoted[:len(quoted)-1], ", ") + " and " + quoted[len(quoted)-1]
}

// sortedAttrs are a body's arguments in source order.
func sortedAttrs(b *hclsyntax.Body) []*hclsyntax.Attribute {
	out := make([]*hclsyntax.Attribute, 0, len(b.Attributes))
	for _, a := range b.Attributes {
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b *hclsyntax.Attribute) int { return a.NameRange.Start.Byte - b.NameRange.Start.Byte })
	return out
}

func missingArgument(head, name string, rng hcl.Range) *hcl.Diagnostic {
	return missingArguments(head, []string{name}, rng)
}

func missingArguments(head string, names []string, rng hcl.Range) *hcl.Diagnostic {
	detail := fmt.Sprintf("The argument %q is required in %s, and it is left out. Add %s = ….", names[0], head, names[0])
	if len(names) > 1 {
		detail = fmt.Sprintf("The arguments %s are required in %s, and they are left out.", list(names), head)
	}
	return diag.Problem{Code: diag.MissingArgument, Range: rng, Detail: detail}.Error()
}

// labels checks the number of a block's labels and the form of the last one,
// which is a name.
func (l *loader) labels(b *hclsyntax.Block, want ...string) bool {
	if len(b.Labels) != len(want) {
		example := b.Type
		for _, w := range want {
			example += " \"" + w + "\""
		}
		rng := b.TypeRange
		if len(b.Labels) > len(want) {
			rng = b.LabelRanges[len(want)]
		}
		l.add(diag.Problem{
			Code:   diag.WrongLabels,
			Range:  rng,
			Detail: fmt.Sprintf("A block %q has %s, and this one has %s. Write it as: %s { … }.", b.Type, count(len(want), "label"), number(len(b.Labels)), example),
		}.Error())
		return false
	}
	if len(want) > 0 {
		return l.checkName(b.Labels[len(b.Labels)-1], b.LabelRanges[len(b.LabelRanges)-1])
	}
	return true
}

// number is a number in a sentence.
func number(n int) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprint(n)
}

func count(n int, what string) string {
	switch n {
	case 0:
		return "no " + what + "s"
	case 1:
		return "one " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

const maxName = 60

var notName = regexp.MustCompile(`[^A-Za-z0-9]+`)

func (l *loader) checkName(name string, rng hcl.Range) bool {
	ok := name != "" && len(name) <= maxName
	for i := 0; ok && i < len(name); i++ {
		c := name[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		ok = letter || i > 0 && (c == '_' || c >= '0' && c <= '9')
	}
	if !ok {
		better := ""
		if s := strings.Trim(notName.ReplaceAllString(name, "_"), "_0123456789"); s != "" && len(s) <= maxName {
			better = fmt.Sprintf(": %q, for example", s)
		}
		l.add(diag.Problem{
			Code:   diag.InvalidName,
			Range:  rng,
			Detail: fmt.Sprintf("%q cannot be a name. A name begins with a letter, goes on with letters, digits and underscores, and has at most %d characters%s.", name, maxName, better),
		}.Error())
	}
	return ok
}
