package export

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/deploy"
)

// A template is a stack as CloudFormation has it: what CloudFormation and SAM
// have in common.
type template struct {
	*stack
	resources mapping
	published bool // SAM makes the alias, and what it leads to
}

// add adds a resource. What it waits for besides what it mentions may be nil.
func (t *template) add(name, kind string, waits []string, properties mapping, attributes ...member) {
	r := mapping{{"Type", scalar(kind)}}
	if len(waits) > 0 {
		r = append(r, member{"DependsOn", scalars(waits)})
	}
	r = append(append(r, attributes...), member{"Properties", properties})
	t.resources = append(t.resources, member{name, r})
}

// kept makes a resource stay where it is when another takes its place: what runs
// goes on with the version it began with.
var kept = []member{{"DeletionPolicy", scalar("Retain")}, {"UpdateReplacePolicy", scalar("Retain")}}

// name is the logical ID of a resource: letters and digits. It depends on nothing
// but the resource, for under another ID CloudFormation makes it again, which
// fails, as its own name is taken.
func (t *template) name(id deploy.ID) string {
	of := t.labels[id]
	switch id.Kind {
	case deploy.KindRole:
		return capital[of.what] + "Role"
	case deploy.KindPolicy:
		return capital[of.what] + "Policy"
	case deploy.KindLogGroup:
		return "LogGroup"
	case deploy.KindMachine:
		if of.what == forPart {
			return "Part" + of.name
		}
		return "StateMachine"
	case deploy.KindAlias:
		if t.published {
			return "StateMachineAlias" + id.Name // as SAM names it
		}
		return "Alias"
	case deploy.KindScheduleGroup:
		return "ScheduleGroup"
	case deploy.KindSchedule:
		return camel(of.name) + "Schedule"
	case deploy.KindRule:
		return camel(of.name) + capital[of.what]
	case deploy.KindVersion:
	}
	panic("export: " + id.String() + " is in no template")
}

var capital = map[use]string{forRun: "", forSchedule: "Schedule", forEvent: "Event", forTrigger: "Trigger", forNotify: "Notify"}

var camelForm = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*$`)

// camel writes a name without underscores, another for each name.
func camel(name string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(name, "_") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	if !camelForm.MatchString(name) { // a_b and A_b, and aB, would be the same
		sum := sha256.Sum256([]byte(name))
		b.WriteString(hex.EncodeToString(sum[:4]))
	}
	return b.String()
}

// value is a text as a template has it.
func (t *template) value(s text) node {
	if p, ok := s.plain(); ok {
		return scalar(p)
	}
	if len(s) == 1 {
		name, of := t.mention(s[0])
		if of == "" {
			return tagged{"Ref", name}
		}
		return tagged{"GetAtt", name + "." + of}
	}
	var b strings.Builder
	for _, p := range s {
		if l, ok := p.(literal); ok {
			b.WriteString(strings.ReplaceAll(string(l), "${", "${!"))
			continue
		}
		name, of := t.mention(p)
		if of != "" {
			name += "." + of
		}
		b.WriteString("${" + name + "}")
	}
	return tagged{"Sub", b.String()}
}

// mention is the logical ID, and the attribute if it is not its Ref, by which a
// piece is mentioned.
func (t *template) mention(p piece) (name, attribute string) {
	switch p := p.(type) {
	case unknown:
		switch p {
		case anyPartition:
			return "AWS::Partition", ""
		case anyRegion:
			return "AWS::Region", ""
		default:
			return "AWS::AccountId", ""
		}
	case attributeOf:
		return t.attribute(p)
	case literal:
	}
	panic("export: a literal is not mentioned")
}

func (t *template) attribute(a attributeOf) (name, attribute string) {
	name = t.name(a.of)
	if a.what == propertyVersion {
		return name + "Version", "" // its Ref is its ARN
	}
	switch a.of.Kind {
	case deploy.KindRole, deploy.KindScheduleGroup: // their Ref is their name
		if a.what == propertyARN {
			return name, "Arn"
		}
	case deploy.KindLogGroup: // with :* at its end
		return name, "Arn"
	default: // their Ref is their ARN
	}
	return name, ""
}

// document is a JSON text as a tree, with what it mentions of the stack where it
// is ours.
func (t *template) document(of deploy.Resource, text string) (node, error) {
	v, err := document(of.ID(), text)
	if err != nil {
		return nil, err
	}
	return t.tree(v, t.own(of)), nil
}

func (t *template) tree(v asl.Value, ours bool) node {
	switch v := v.(type) {
	case asl.Object:
		m := mapping{}
		for _, e := range v {
			m = append(m, member{e.Key, t.tree(e.Value, ours)})
		}
		return m
	case asl.Array:
		s := sequence{}
		for _, e := range v {
			s = append(s, t.tree(e, ours))
		}
		return s
	case asl.String:
		if ours {
			return t.value(t.text(string(v)))
		}
		return scalar(v)
	default:
		return word(asl.AppendValue(nil, v, -1))
	}
}

// pattern is the pattern of a rule. CloudFormation takes no null, and is not to
// be trusted with what else is no string; that it takes as a text.
func (t *template) pattern(r *deploy.Rule) (node, error) {
	v, err := document(r.ID(), r.Pattern)
	if err != nil {
		return nil, err
	}
	if isText(v) {
		return t.tree(v, t.own(r)), nil
	}
	return block(asl.AppendValue(nil, v, 0)), nil
}

// tags as most resources take them.
func tags(all deploy.Tags) node {
	s := sequence{}
	for _, k := range slices.Sorted(maps.Keys(all)) {
		s = append(s, mapping{{"Key", scalar(k)}, {"Value", scalar(all[k])}})
	}
	return s
}

func number(n int) node { return word(strconv.Itoa(n)) }

func boolean(b bool) node { return word(strconv.FormatBool(b)) }

func scalars(all []string) node {
	s := sequence{}
	for _, e := range all {
		s = append(s, scalar(e))
	}
	return s
}
