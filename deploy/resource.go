package deploy

import (
	"cmp"
	"strings"
)

// A Kind is a kind of resource.
type Kind string

// The kinds of resources, as they are named in plans.
const (
	KindRole          Kind = "role"
	KindPolicy        Kind = "policy"
	KindLogGroup      Kind = "log_group"
	KindMachine       Kind = "machine"
	KindVersion       Kind = "version"
	KindAlias         Kind = "alias"
	KindScheduleGroup Kind = "schedule_group"
	KindSchedule      Kind = "schedule"
	KindRule          Kind = "rule"
)

// An ID names a resource in a Place.
type ID struct {
	Kind Kind `json:"kind"`
	// In is what the name is unique in: the role of a policy, the machine of
	// a version or an alias, the group of a schedule, the event bus of a rule
	// ("default", a name, or an ARN's last part). Empty for others.
	In string `json:"in,omitempty"`
	// Name is, of a version, its number.
	Name string `json:"name"`
}

// String is for messages: "schedule lake/nightly", "log group /aws/lake".
func (id ID) String() string {
	kind := strings.ReplaceAll(string(id.Kind), "_", " ")
	if id.In != "" {
		return kind + " " + id.In + "/" + id.Name
	}
	return kind + " " + id.Name
}

// Compare orders IDs by kind, then by what they are in, then by name; versions
// by number, which is by length first.
func (id ID) Compare(other ID) int {
	order := cmp.Or(cmp.Compare(id.Kind, other.Kind), cmp.Compare(id.In, other.In))
	if order == 0 && id.Kind == KindVersion {
		order = cmp.Compare(len(id.Name), len(other.Name))
	}
	return cmp.Or(order, cmp.Compare(id.Name, other.Name))
}

// Tags of a resource, by key. Those of AWS's own ("aws:…") are never among them.
type Tags map[string]string

// A Resource is a resource as it is or as it should be: one of *Role, *Policy,
// *LogGroup, *Machine, *Version, *Alias, *ScheduleGroup, *Schedule, *Rule.
// Resources are values: nobody changes one that was handed on.
//
//sumtype:decl
type Resource interface {
	// ID names the resource.
	ID() ID
	resource()
}

type (
	// A Role is what a service acts as.
	Role struct {
		Name        string `json:"name"` // at most 64 characters, unique in the account
		Description string `json:"description,omitempty"`
		Trust       string `json:"trust"` // who may assume it, a policy document
		// Boundary is the ARN of the policy that bounds what it may be
		// allowed; empty: none.
		Boundary string `json:"boundary,omitempty"`
		Tags     Tags   `json:"tags,omitempty"`
	}

	// A Policy is an inline policy of a role. It takes no tags.
	Policy struct {
		Role     string `json:"role"`
		Name     string `json:"name"`
		Document string `json:"document"` // JSON
	}

	// A LogGroup takes the logs of machines.
	LogGroup struct {
		Name string `json:"name"`
		// RetentionDays is zero where logs are kept for ever.
		RetentionDays int  `json:"retention_days,omitempty"`
		Tags          Tags `json:"tags,omitempty"`
	}

	// A Machine is a state machine.
	Machine struct {
		Name       string  `json:"name"`
		Express    bool    `json:"express,omitempty"`
		Definition string  `json:"definition"` // JSON
		Role       string  `json:"role"`       // ARN
		Logging    Logging `json:"logging"`
		Tracing    bool    `json:"tracing,omitempty"`
		Tags       Tags    `json:"tags,omitempty"`
		// Revision is given by the service and changes with each update. Of a
		// machine that was never updated it may be empty (UNVERIFIED: or
		// "INITIAL").
		Revision string `json:"revision,omitempty"`
	}

	// A Version is a machine as it was when it was published. It never
	// changes and takes no tags.
	Version struct {
		Machine string `json:"machine"`
		Number  int    `json:"number"`
		// Description says, of ours, what was published.
		Description string  `json:"description,omitempty"`
		Definition  string  `json:"definition"`
		Role        string  `json:"role"` // ARN
		Logging     Logging `json:"logging"`
		Tracing     bool    `json:"tracing,omitempty"`
	}

	// An Alias is a name of one version of a machine, or of two with a share
	// of the executions each. It takes no tags.
	Alias struct {
		Machine     string  `json:"machine"`
		Name        string  `json:"name"`
		Description string  `json:"description,omitempty"`
		Routes      []Route `json:"routes"` // one or two, sorted by version
	}

	// A ScheduleGroup holds schedules, which take no tags themselves.
	ScheduleGroup struct {
		Name string `json:"name"`
		Tags Tags   `json:"tags,omitempty"`
	}

	// A Schedule of EventBridge Scheduler starts executions by the clock.
	Schedule struct {
		Group       string `json:"group"`
		Name        string `json:"name"`
		Description string `json:"description,omitempty"`
		Expression  string `json:"expression"` // cron(…), rate(…) or at(…)
		Timezone    string `json:"timezone"`   // never empty
		Disabled    bool   `json:"disabled,omitempty"`
		Target      string `json:"target"` // ARN of a machine or an alias
		Role        string `json:"role"`   // ARN, assumed to start it
		Input       string `json:"input"`  // JSON
	}

	// A Rule of EventBridge sends what matches to one target.
	Rule struct {
		Bus         string `json:"bus"` // "default", a name, or a partner's
		Name        string `json:"name"`
		Description string `json:"description,omitempty"`
		Pattern     string `json:"pattern"` // JSON
		Disabled    bool   `json:"disabled,omitempty"`
		// Targets are ours, one; what is live may have none yet, or more.
		Targets []Target `json:"targets"`
		Tags    Tags     `json:"tags,omitempty"`
	}
)

// A Route is the share of an alias's executions that a version takes.
type Route struct {
	Version int `json:"version"`
	Weight  int `json:"weight"` // percent; those of an alias add up to 100
}

// Logging is what a machine writes to a log group.
type Logging struct {
	Level       string `json:"level"` // "ALL", "ERROR", "FATAL" or "OFF"
	IncludeData bool   `json:"include_data,omitempty"`
	// Group is the ARN of the log group, with ":*" at its end as the API
	// wants it; empty where Level is OFF.
	Group string `json:"group,omitempty"`
}

// A Target is where a rule sends events.
type Target struct {
	ID   string `json:"id"`
	ARN  string `json:"arn"`
	Role string `json:"role,omitempty"` // ARN, assumed to send it
	// Template is the input transformer's template. It has no paths of its
	// own: what it mentions are EventBridge's variables. Empty: the event
	// itself is sent.
	Template string `json:"template,omitempty"`
}

// ID names the role.
func (r *Role) ID() ID { return ID{Kind: KindRole, Name: r.Name} }

// ID names the policy.
func (r *Policy) ID() ID { return ID{Kind: KindPolicy, In: r.Role, Name: r.Name} }

// ID names the log group.
func (r *LogGroup) ID() ID { return ID{Kind: KindLogGroup, Name: r.Name} }

// ID names the machine.
func (r *Machine) ID() ID { return ID{Kind: KindMachine, Name: r.Name} }

// ID names the version.
func (r *Version) ID() ID { return VersionID(r.Machine, r.Number) }

// ID names the alias.
func (r *Alias) ID() ID { return ID{Kind: KindAlias, In: r.Machine, Name: r.Name} }

// ID names the group.
func (r *ScheduleGroup) ID() ID { return ID{Kind: KindScheduleGroup, Name: r.Name} }

// ID names the schedule.
func (r *Schedule) ID() ID { return ID{Kind: KindSchedule, In: r.Group, Name: r.Name} }

// ID names the rule.
func (r *Rule) ID() ID { return ID{Kind: KindRule, In: r.Bus, Name: r.Name} }

func (*Role) resource()          {}
func (*Policy) resource()        {}
func (*LogGroup) resource()      {}
func (*Machine) resource()       {}
func (*Version) resource()       {}
func (*Alias) resource()         {}
func (*ScheduleGroup) resource() {}
func (*Schedule) resource()      {}
func (*Rule) resource()          {}
