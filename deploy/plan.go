package deploy

import (
	"fmt"
	"slices"
)

// A Plan is what has to be done, in order. It is made by Diff, Rollback or
// Destroy, and carried out by Apply.
type Plan struct {
	Place    Place
	Project  string
	Pipeline string

	// Against is the digest of what was live when it was made.
	Against string

	// Token says what the plan leads to. Two deploys of the same may be under
	// way at once, of different ones may not.
	Token string

	// Changes in the order in which they are made. Empty: all is as it should
	// be.
	Changes []Change

	// Obstacles are why it cannot be carried out. With one, Apply does
	// nothing.
	Obstacles []Obstacle

	// Unmanaged are resources that are in the way of none, but are not ours:
	// an alias made by hand, say. Nothing will happen to them.
	Unmanaged []ID

	// Others are those of Unmanaged that are another pipeline's of pipectl, and
	// whose: it completes "role x ".
	Others map[ID]string
}

// Held says whether one of the obstacles is that a deploy is under way, or was cut
// off; see Break.
func (p *Plan) Held() bool {
	return slices.ContainsFunc(p.Obstacles, func(o Obstacle) bool { return o.ID.Kind == KindAlias && o.ID.Name == lockName })
}

// An Obstacle is why a plan cannot be carried out.
type Obstacle struct {
	ID   ID
	Text string // completes "role x "
}

// Error is a sentence without its end.
func (o Obstacle) Error() string { return o.ID.String() + " " + o.Text }

// A Change is one step of a plan.
//
//sumtype:decl
type Change interface {
	// ID is of the resource that changes.
	ID() ID
	change()
}

type (
	// A Create makes a resource. Where one is there already after all, and
	// is ours, it is updated.
	Create struct {
		New Resource
		// Instead is what it takes the place of, which stays for as long as
		// it is needed: the policy of the version that served. Else nil. It is
		// for people to compare.
		Instead Resource
	}

	// An Update makes a resource be as it should, but for its tags.
	Update struct{ Old, New Resource }

	// A Retag sets tags and removes others.
	Retag struct {
		Of     ID
		Old    Tags // all before
		Set    Tags
		Remove []string // sorted
	}

	// A Delete removes a resource.
	Delete struct {
		Old Resource
		// Idle: it is a machine, and is removed only while no execution of it
		// runs, which would be ended, and while it has no version but these.
		Idle     bool
		Versions []ID
	}

	// A Publish makes a version of a machine as it then is.
	Publish struct {
		Machine string
		Mark    Mark
		// Revision is the one to publish where the plan does not change the
		// machine before.
		Revision string
	}

	// A Serve leads an alias to a version, at once or by and by.
	Serve struct {
		Old *Alias // nil: there is none yet
		New *Alias // without routes
		// Version is zero for the one that the plan publishes.
		Version int
		// Before is the definition of the version that takes most of what is
		// started, After that of the version which the alias is led to; both
		// empty where that is not known. They are for people to compare.
		Before, After string
	}

	// A Lock says that a deploy is under way, until an Unlock. The lock is an
	// alias, which nobody starts: a thing of which Step Functions
	// sees to it that only one caller makes it.
	Lock struct {
		Machine, Token string
		// Version is what the alias leads to, for it has to lead somewhere;
		// zero for the one that the plan publishes.
		Version int
		// Revision and Digest are what the machine had when the plan was
		// made, the latter as its tag; nobody may have deployed since.
		Revision, Digest string
		// Beside: the machine itself serves, so that what goes on from an
		// execution is a version of the machine beside, and changes nothing of
		// this one. Versions are those of it when the plan was made; nobody may
		// have published another since, which may need what the plan removes.
		Beside   bool
		Versions []ID
	}

	// An Unlock says that a deploy is over.
	Unlock struct {
		Machine string
		// Check are resources that were made before there was a lock, as they
		// have to be when it ends.
		Check []Resource
	}
)

// ID is of what changes.
func (c *Create) ID() ID { return c.New.ID() }

// ID is of what changes.
func (c *Update) ID() ID { return c.New.ID() }

// ID is of what changes.
func (c *Retag) ID() ID { return c.Of }

// ID is of what changes.
func (c *Delete) ID() ID { return c.Old.ID() }

// ID is of what changes.
func (c *Publish) ID() ID { return ID{Kind: KindMachine, Name: c.Machine} }

// ID is of what changes.
func (c *Serve) ID() ID { return c.New.ID() }

// ID is of what changes.
func (c *Lock) ID() ID { return ID{Kind: KindAlias, In: c.Machine, Name: lockName} }

// ID is of what changes.
func (c *Unlock) ID() ID { return ID{Kind: KindAlias, In: c.Machine, Name: lockName} }

func (*Create) change()  {}
func (*Update) change()  {}
func (*Retag) change()   {}
func (*Delete) change()  {}
func (*Publish) change() {}
func (*Serve) change()   {}
func (*Lock) change()    {}
func (*Unlock) change()  {}

// Describe is a change in a few words, for progress: "create role x".
func Describe(c Change) string {
	switch c := c.(type) {
	case *Create:
		return "create " + c.ID().String()
	case *Update:
		return "update " + c.ID().String()
	case *Retag:
		return "tag " + c.ID().String()
	case *Delete:
		return "delete " + c.ID().String()
	case *Publish:
		return "publish a version of " + c.ID().String()
	case *Serve:
		if c.Version != 0 {
			return fmt.Sprintf("lead %s to version %d", c.ID(), c.Version)
		}
		return fmt.Sprintf("lead %s to the new version", c.ID())
	case *Lock:
		return "begin"
	case *Unlock:
		return "end"
	}
	panic("deploy: a change of no kind")
}
