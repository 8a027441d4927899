package deploy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
)

// A Spec is what is wanted of one pipeline: plain values and texts. All of it
// is known before anything is asked of AWS.
type Spec struct {
	// Project is what the pipeline belongs to. Two projects of one account
	// and region do not share a pipeline.
	Project string `json:"project"`
	// Pipeline is the name of the pipeline and of its machine: letters, digits
	// and underscores, at most 60. No other resource has a name that is made
	// of it but those of the pipeline, for it has no hyphen.
	Pipeline string `json:"pipeline"`

	Express bool `json:"express,omitempty"`
	// Definition of the machine, JSON. It mentions its parts by PartARN.
	Definition string `json:"definition"`
	// Parts are the machines that it runs parts of itself by, each after
	// those that it runs itself.
	Parts []Part `json:"parts,omitempty"`

	// Role is the ARN of the role the machines run as; empty: one of their
	// own, which Policy, a policy document, says the permissions of.
	Role   string `json:"role,omitempty"`
	Policy string `json:"policy,omitempty"`

	// Boundary is the ARN of the policy that bounds all roles that are made;
	// empty: none.
	Boundary string `json:"boundary,omitempty"`

	// Alias is what schedules and rules start; empty: the machine itself, so
	// that a new version serves with its last update, and there are no shares.
	Alias string `json:"alias,omitempty"`

	Tracing       bool   `json:"tracing,omitempty"`
	LogLevel      string `json:"log_level"` // "ALL", "ERROR", "FATAL" or "OFF"
	LogData       bool   `json:"log_data,omitempty"`
	RetentionDays int    `json:"retention_days,omitempty"` // zero: for ever

	Schedules []Timer   `json:"schedules,omitempty"`
	Triggers  []Trigger `json:"triggers,omitempty"`
	Notifies  []Notify  `json:"notifies,omitempty"`

	Tags Tags `json:"tags,omitempty"` // the user's, of everything that takes tags

	// Keep is how many versions are kept besides those that serve, to go back
	// to. Zero stands for DefaultKeep.
	Keep int `json:"keep,omitempty"`
}

// DefaultKeep is how many versions are kept where nothing else is said.
const DefaultKeep = 5

type (
	// A Part is a machine that runs a part of a pipeline.
	Part struct {
		Name       string `json:"name"` // <pipeline>-<n>
		Definition string `json:"definition"`
	}

	// A Timer starts executions by the clock.
	Timer struct {
		Name       string `json:"name"`
		Expression string `json:"expression"`
		Timezone   string `json:"timezone"`
		Input      string `json:"input"` // JSON; Scheduler's <aws.scheduler.…> are filled in
	}

	// A Trigger starts executions by an event.
	Trigger struct {
		Name    string `json:"name"`
		Bus     string `json:"bus,omitempty"` // empty: the default bus
		Pattern string `json:"pattern"`       // JSON
		// Template is the execution's input, where EventBridge fills in its
		// variables.
		Template string `json:"template"`
	}

	// A Notify tells a topic of executions that ended.
	Notify struct {
		Name  string   `json:"name"`
		On    []string `json:"on"` // of "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"
		Topic string   `json:"topic"`
	}
)

// PartARN is how a definition mentions a part: the ARN of a version whose number
// is known only once the part is deployed. A version never changes, so the
// pipeline's version that serves goes on with the parts it was made with while
// new ones are deployed.
func PartARN(at Place, part string) string {
	return at.ARN(ID{Kind: KindMachine, Name: part}) + ":" + numberOf(part)
}

// numberOf stands for the number of the version of a part.
func numberOf(part string) string { return "<version of " + part + ">" }

// withNumbers puts numbers for what stands for them. Parts without a number are
// left.
func withNumbers(definition string, numbers map[string]int, parts []Part) string {
	for _, p := range parts {
		if n, ok := numbers[p.Name]; ok {
			definition = strings.ReplaceAll(definition, numberOf(p.Name), strconv.Itoa(n))
		}
	}
	return definition
}

// keep is how many versions to keep.
func (s *Spec) keep() int {
	if s.Keep == 0 {
		return DefaultKeep
	}
	return s.Keep
}

// owned says whether a resource carries the tags of a pipeline.
func owned(r Resource, project, pipeline string) bool {
	tags := TagsOf(r)
	return tags[TagProject] == project && tags[TagPipeline] == pipeline
}

// digests are of the content of each machine, by its name: what a version of it
// does. That of a machine which runs parts depends on theirs.
func digests(machines []*Machine) map[string]string {
	of := map[string]string{}
	for _, m := range machines {
		definition := m.Definition
		for _, part := range machines {
			if d, ok := of[part.Name]; ok {
				definition = strings.ReplaceAll(definition, numberOf(part.Name), d)
			}
		}
		of[m.Name] = digest(struct {
			Definition string
			Express    bool
			Role       string
			Logging    Logging
			Tracing    bool
		}{canonical(definition), m.Express, m.Role, m.Logging, m.Tracing})
	}
	return of
}

// digest is the SHA-256 of a value's JSON, in hex.
func digest(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic("deploy: " + err.Error()) // values of ours can all be written
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// A Mark is what the description of a version says of what was published, so that
// what it needs is kept as long as it is. That a version has one says that it is
// ours.
type Mark struct {
	// Digest is of the machine, see digests; all zeros where it is not known.
	Digest string
	// Policies are the names of those that the version needs: one, or none,
	// or, where that is not known, all that may be.
	Policies []string
	// Once: it is run once, and nothing goes back to it: see OneOff.
	Once bool
	// Newest is, of one that is run once and is of another machine than what
	// serves, the newest version of that when it was published; else zero.
	Newest int
}

// The first words of descriptions.
const (
	markWord     = "pipectl"
	markOnceWord = "pipectl-once"
)

// String is the description: at most 256 characters.
func (m Mark) String() string {
	word := markWord
	if m.Once {
		word = markOnceWord
		if m.Newest > 0 {
			word += "-" + strconv.Itoa(m.Newest)
		}
	}
	words := append([]string{word, m.Digest}, m.Policies...)
	return strings.Join(words[:min(len(words), 2+mostMarked)], " ")
}

// mostMarked is how many names of policies fit.
const mostMarked = 8

// ParseMark reads a description; ok is false where it is not one of ours.
func ParseMark(description string) (m Mark, ok bool) {
	words := strings.Fields(description)
	if len(words) < 2 || len(words[1]) != 2*sha256.Size {
		return Mark{}, false
	}
	if after, once := strings.CutPrefix(words[0], markOnceWord); once {
		m.Once = true
		if newest, of := strings.CutPrefix(after, "-"); of {
			n, err := strconv.Atoi(newest)
			if err != nil || n < 1 {
				return Mark{}, false
			}
			m.Newest = n
		} else if after != "" {
			return Mark{}, false
		}
	} else if words[0] != markWord {
		return Mark{}, false
	}
	m.Digest = words[1]
	if len(words) > 2 {
		m.Policies = words[2:]
	}
	return m, true
}
