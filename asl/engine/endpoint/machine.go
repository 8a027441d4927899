package endpoint

import (
	"slices"
	"strconv"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// A machine is a state machine with its versions and aliases.
type machine struct {
	place     uint64
	arn, name string
	express   bool
	created   time.Time
	deleting  bool

	// current is what an execution runs that names no version.
	current *revision

	versions  []*version // in the order of their numbers
	published int        // number of the newest version there ever was
	aliases   map[string]*alias
	tags      []tag

	// publish is how the machine was created, which its idempotency asks.
	publish            bool
	versionDescription string
}

// A revision is a machine's definition and settings at a time. It does not
// change.
type revision struct {
	id         string
	made       time.Time
	definition string
	machine    *asl.Machine
	role       string
	settings
}

// initialRevision is what PublishStateMachineVersion calls a revision that
// UpdateStateMachine has not made.
const initialRevision = "INITIAL"

// A version is a revision that was published.
type version struct {
	number      int
	description string
	created     time.Time
	revision    *revision
}

// An alias leads to one version, or to two by weights.
type alias struct {
	place            uint64
	arn, name        string
	description      string
	created, updated time.Time
	routes           []route
}

// A route is the share of an alias's executions, in percent, that a version
// gets.
type route struct {
	version string // ARN
	weight  int
}

func (m *machine) kind() string {
	if m.express {
		return "EXPRESS"
	}
	return "STANDARD"
}

func (m *machine) versionARN(v *version) string { return m.arn + ":" + strconv.Itoa(v.number) }

// version finds a version by the qualifier of its ARN; nil if there is none.
func (m *machine) version(qualifier string) *version {
	for _, v := range m.versions {
		if strconv.Itoa(v.number) == qualifier {
			return v
		}
	}
	return nil
}

// versionOf finds a version by its ARN.
func (m *machine) versionOf(arn string) *version {
	for _, v := range m.versions {
		if m.versionARN(v) == arn {
			return v
		}
	}
	return nil
}

// alias finds an alias that leads to a version; nil if there is none.
func (m *machine) leadingTo(versionARN string) *alias {
	for _, a := range inOrder(m.aliases, (*alias).at) {
		if slices.ContainsFunc(a.routes, func(r route) bool { return r.version == versionARN }) {
			return a
		}
	}
	return nil
}

func (a *alias) at() uint64 { return a.place }

// A choice is what an execution is to run: a revision, and the version and the
// alias that led to it.
type choice struct {
	machine              *machine
	revision             *revision
	versionARN, aliasARN string
	name, arn            string // of the machine
	express              bool
}

// choose finds what a machine's ARN, qualified or not, leads to. The account's
// lock must be held.
func (e *Endpoint) choose(of arn) (choice, error) {
	m, err := e.account.machineToChange(of)
	if err != nil {
		return choice{}, err
	}
	c := choice{machine: m, revision: m.current, name: m.name, arn: m.arn, express: m.express}
	if of.rest == "" {
		return c, nil
	}
	if a := m.aliases[of.rest]; a != nil {
		at := e.below(100)
		for _, r := range a.routes {
			if at < r.weight {
				v := m.versionOf(r.version)
				c.revision, c.versionARN, c.aliasARN = v.revision, r.version, a.arn
				return c, nil
			}
			at -= r.weight
		}
	}
	v := m.version(of.rest)
	if v == nil {
		return choice{}, noMachine(of.full)
	}
	c.revision, c.versionARN = v.revision, m.versionARN(v)
	return c, nil
}
