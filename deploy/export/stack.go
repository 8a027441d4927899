package export

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/deploy"
)

// A stack is what one pipeline becomes, and how what is in it is mentioned.
type stack struct {
	spec      deploy.Spec
	at        deploy.Place
	resources []deploy.Resource // as Spec.Resources orders them, and the alias after the machine
	labels    map[deploy.ID]label
	arns      map[string]attributeOf
}

// A label says what a resource is of its pipeline, for the names that it has in
// templates.
type label struct {
	what use
	name string // given by the user, or the number of a part; else empty
}

// A use is what a resource is there for.
type use string

const (
	forRun      use = "run"
	forSchedule use = "schedule"
	forEvent    use = "event"
	forPart     use = "part"
	forTrigger  use = "trigger"
	forNotify   use = "notify"
)

func newStack(s deploy.Spec, at deploy.Place) (*stack, error) {
	k := &stack{spec: s, at: at, labels: map[deploy.ID]label{}, arns: map[string]attributeOf{}}
	all := s.Resources(at)
	if err := named(s, at, all); err != nil {
		return nil, err
	}
	rules := 0
	for _, r := range all {
		id := r.ID()
		switch r := r.(type) { // the label of others is empty
		case *deploy.Role:
			k.labels[id] = label{what: use(strings.Split(r.Name, "-")[1])} // pipectl-<use>-…
		case *deploy.Policy:
			k.labels[id] = k.labels[deploy.ID{Kind: deploy.KindRole, Name: r.Role}]
		case *deploy.Machine:
			if _, number, ok := strings.Cut(r.Name, "-"); ok {
				k.labels[id] = label{forPart, number}
			}
		case *deploy.Schedule:
			k.labels[id] = label{forSchedule, r.Name}
		case *deploy.Rule: // those of triggers come first
			if rules < len(s.Triggers) {
				k.labels[id] = label{forTrigger, s.Triggers[rules].Name}
			} else {
				k.labels[id] = label{forNotify, s.Notifies[rules-len(s.Triggers)].Name}
			}
			rules++
		case *deploy.LogGroup, *deploy.ScheduleGroup, *deploy.Version, *deploy.Alias:
		}
		if id.Kind == deploy.KindMachine {
			// It says what a deploy of pipectl's own has finished.
			m, _ := r.(*deploy.Machine)
			r = untagged(m, deploy.TagDigest)
		}
		k.resources = append(k.resources, r)
		if a := s.WantedAlias(); a != nil && id == (deploy.ID{Kind: deploy.KindMachine, Name: s.Pipeline}) {
			k.resources = append(k.resources, a)
		}
	}
	for _, r := range k.resources {
		id := r.ID()
		switch arn := at.ARN(id); id.Kind {
		case deploy.KindRole, deploy.KindMachine, deploy.KindAlias, deploy.KindScheduleGroup:
			k.arns[arn] = attributeOf{id, propertyARN}
		case deploy.KindLogGroup:
			k.arns[arn+":*"] = attributeOf{id, propertyARN}
		default: // are not mentioned
		}
	}
	return k, nil
}

func untagged(m *deploy.Machine, key string) *deploy.Machine {
	c := *m
	c.Tags = deploy.Tags{}
	for k, v := range m.Tags {
		if k != key {
			c.Tags[k] = v
		}
	}
	return &c
}

// text is a string of ours with what it mentions of the stack.
func (k *stack) text(s string) text {
	if a, ok := k.arns[s]; ok {
		return text{a}
	}
	if all, ok := strings.CutSuffix(s, ":*"); ok { // all aliases and versions of a machine
		if a, ok := k.arns[all]; ok {
			return text{a, literal(":*")}
		}
	}
	return split(s)
}

// nameOf mentions the name of a resource of the stack.
func (k *stack) nameOf(id deploy.ID) text { return text{attributeOf{id, propertyName}} }

// policies are those of a role of the stack, by their IDs.
func (k *stack) policies(arn string) []deploy.ID {
	a, ok := k.arns[arn]
	if !ok {
		return nil
	}
	var all []deploy.ID
	for _, r := range k.resources {
		if p, ok := r.(*deploy.Policy); ok && p.Role == a.of.Name {
			all = append(all, p.ID())
		}
	}
	return all
}

// own says whether a document of the stack was written by deploy. What users
// wrote mentions nothing of the stack: a policy that did would have to be there
// before itself.
func (k *stack) own(r deploy.Resource) bool {
	switch r := r.(type) {
	case *deploy.Policy:
		return r.Document != k.spec.Policy
	case *deploy.Rule:
		return k.labels[r.ID()].what != forTrigger
	default:
		return true
	}
}

// document is a JSON text taken apart, so that what it mentions can be
// replaced.
func document(of deploy.ID, text string) (asl.Value, error) {
	v, err := asl.DecodeValue([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("%s: its document: %w", of, err)
	}
	return v, nil
}

// runs are the parts that a definition runs, each with how the definition
// mentions it, quotes included.
func (k *stack) runs(definition string) (parts []deploy.Part, mentions []string) {
	for _, p := range k.spec.Parts {
		quoted := string(asl.AppendValue(nil, asl.String(deploy.PartARN(k.at, p.Name)), -1))
		if strings.Contains(definition, quoted) {
			parts, mentions = append(parts, p), append(mentions, quoted)
		}
	}
	return parts, mentions
}

// versioned says whether versions of a machine are published: of parts, which
// are mentioned by them, and where an alias leads to one.
func (k *stack) versioned(m *deploy.Machine) bool {
	return m.Name != k.spec.Pipeline || k.spec.Alias != ""
}

// Needs says what has to be there besides what an export makes, in sentences.
func Needs(s deploy.Spec) []string {
	var all []string
	for _, t := range s.Triggers {
		v, err := asl.DecodeValue([]byte(t.Pattern))
		if err != nil {
			continue // told where it is exported
		}
		source, _ := asl.Lookup(v, "/source/0")
		bucket, _ := asl.Lookup(v, "/detail/bucket/name/0")
		if name, ok := bucket.(asl.String); ok && source == asl.String("aws.s3") {
			all = append(all, fmt.Sprintf("The bucket %s has to send its events to EventBridge.", name))
		}
		if t.Bus != "" && t.Bus != "default" {
			all = append(all, fmt.Sprintf("The event bus %s has to be there.", t.Bus))
		}
	}
	for _, n := range s.Notifies {
		all = append(all, fmt.Sprintf("The topic %s has to be there, and to let events.amazonaws.com publish to it.", n.Topic))
	}
	slices.Sort(all)
	return slices.Compact(all)
}
