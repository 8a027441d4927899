package deploy

import (
	"context"
	"time"
)

// A Client reads and writes the resources of one account in one region.
//
// Errors that a caller can do something about are *Fault, perhaps wrapped; see
// there for which kind to give when. A Client does not retry: its caller does,
// who knows which faults are to be expected where. (The retries of AWS's SDK are
// turned off.)
//
// A method may be called again after any error, for the outcome of a call whose
// answer was lost is not known. A Client therefore sends no idempotency token
// that is new each time where the service would make a second resource.
//
// A method that needs several calls of the service (a rule and its target, a log
// group and its retention) makes them in an order such that, killed in between,
// Read shows what is there and Update completes it.
type Client interface {
	// Place says where the resources are: the account by
	// sts:GetCallerIdentity, the region by configuration. The partition is
	// that of the caller's ARN.
	Place(ctx context.Context) (Place, error)

	// List gives the IDs of the resources of of.Kind in of.In whose name
	// begins with of.Name, sorted by ID.Compare; all of them where of.Name is
	// empty. What is being deleted is left out. What they are in may be missing:
	// then there are none. Nothing is said of whose they are.
	//
	//	Policy         ListRolePolicies of the role In
	//	LogGroup       DescribeLogGroups, logGroupNamePrefix
	//	Machine        ListStateMachines; names are compared here
	//	Version        ListStateMachineVersions of the machine In; no paginator
	//	Alias          ListStateMachineAliases of the machine In; no paginator
	//	ScheduleGroup  ListScheduleGroups, NamePrefix
	//	Schedule       ListSchedules of the group In, NamePrefix
	//	Rule           ListRules of the bus In, NamePrefix; In empty: those of
	//	               all buses (ListEventBuses)
	//	Role           ListRoles; names are compared here
	List(ctx context.Context, of ID) ([]ID, error)

	// Read gives a resource as it is, with its tags, or a Fault of kind
	// NotFound. It shows what was written a moment ago where the service does;
	// the caller waits where it does not.
	//
	//	Role           GetRole (tags included; the trust policy comes URL-encoded)
	//	Policy         GetRolePolicy (URL-encoded too)
	//	LogGroup       DescribeLogGroups, ListTagsForResource
	//	Machine        DescribeStateMachine, ListTagsForResource. Status DELETING
	//	               is a Fault of kind Deleting
	//	Version        DescribeStateMachine of the version's ARN
	//	Alias          DescribeStateMachineAlias
	//	ScheduleGroup  GetScheduleGroup, ListTagsForResource. State DELETING is a
	//	               Fault of kind Deleting
	//	Schedule       GetSchedule
	//	Rule           DescribeRule, ListTargetsByRule, ListTagsForResource
	Read(ctx context.Context, id ID) (Resource, error)

	// Create makes a resource that was not there. It is a Fault of kind Exists
	// where one of that name is there already, whoever's it is and whether or
	// not it is the same; but a Policy and a Rule are put: the service cannot
	// tell. A Version is not created but published.
	//
	//	Role           CreateRole, with tags
	//	Policy         PutRolePolicy
	//	LogGroup       CreateLogGroup with tags; PutRetentionPolicy if not zero
	//	Machine        CreateStateMachine with tags, publish=false. An existing
	//	               machine with the same definition is answered as if
	//	               made, though its role and tags may differ
	//	Alias          CreateStateMachineAlias. One of the same routes and
	//	               description is answered as if made; with others it is
	//	               a ConflictException, here Exists
	//	ScheduleGroup  CreateScheduleGroup, with tags
	//	Schedule       CreateSchedule, FlexibleTimeWindow OFF
	//	Rule           PutRule with tags, PutTargets (look at FailedEntryCount).
	//	               Tags count only where the rule is made (UNVERIFIED)
	Create(ctx context.Context, r Resource) error

	// Update makes a resource that is there be as r, but for its tags. Of a
	// Machine it gives the revision that this made; of others "". A type or a
	// name cannot be changed.
	//
	//	Role           UpdateAssumeRolePolicy; where GetRole shows another boundary,
	//	               PutRolePermissionsBoundary or DeleteRolePermissionsBoundary
	//	Policy         PutRolePolicy
	//	LogGroup       PutRetentionPolicy or DeleteRetentionPolicy
	//	Machine        UpdateStateMachine, publish=false, all of definition, role,
	//	               logging and tracing
	//	Alias          UpdateStateMachineAlias
	//	Schedule       UpdateSchedule, which replaces everything
	//	Rule           PutRule without tags, PutTargets, RemoveTargets of others
	Update(ctx context.Context, r Resource) (revision string, err error)

	// Delete removes a resource; one that is not there is a Fault of kind
	// NotFound. Step Functions deletes machines, and Scheduler groups, in the
	// background: Read says Deleting until it is done.
	//
	//	Role           DeleteRole; it has no policies of ours any more
	//	Policy         DeleteRolePolicy
	//	LogGroup       DeleteLogGroup
	//	Machine        DeleteStateMachine, its versions and aliases with it
	//	Version        DeleteStateMachineVersion; Conflict while an alias has it
	//	Alias          DeleteStateMachineAlias
	//	ScheduleGroup  DeleteScheduleGroup, its schedules with it
	//	Schedule       DeleteSchedule
	//	Rule           RemoveTargets, DeleteRule
	Delete(ctx context.Context, id ID) error

	// Tag sets tags of a resource, and then removes others, by their keys:
	// TagRole, TagResource, and so on. The services merge tags, so that those
	// not named stay.
	Tag(ctx context.Context, id ID, set Tags, remove []string) error

	// Publish makes a version of a machine, if its current revision is the one
	// given, and says its number; else it is a Fault of kind Conflict. An
	// empty revision stands for that of a machine that was never updated,
	// where the service gives none. Publishing a revision again gives the
	// version it has, with the description it has. PublishStateMachineVersion.
	Publish(ctx context.Context, machine, revision, description string) (version int, err error)

	// Validate has the service judge a machine without making it:
	// ValidateStateMachineDefinition with severity WARNING.
	Validate(ctx context.Context, m *Machine) ([]Finding, error)

	// Running says whether an execution of a standard machine runs, whatever
	// it was started by, or will go on: ListExecutions of the status RUNNING,
	// and of PENDING_REDRIVE. The service lists what was started some seconds
	// late. A machine that is not there is a Fault of kind NotFound.
	Running(ctx context.Context, machine string) (bool, error)

	// Health says how executions of a version go, and which alarms ring:
	// ListExecutions of the version, DescribeAlarms. See Watch.
	Health(ctx context.Context, w Watch) (Health, error)
}

// A Place is an account and a region.
type Place struct {
	Partition string `json:"partition"` // "aws", "aws-cn", "aws-us-gov"
	Region    string `json:"region"`
	Account   string `json:"account"`
}

// A Finding is what the service says of a definition.
type Finding struct {
	Error    bool // else a warning
	Code     string
	Text     string
	Location string // a JSON pointer into the definition, or empty
}

// A Watch says what to look at while traffic moves to a version.
type Watch struct {
	Machine string // empty: it is only looked at the alarms
	Version int
	// Since is when the version first took traffic; what started earlier does
	// not count.
	Since time.Time
	// Alarms are names of CloudWatch alarms.
	Alarms []string
}

// A Health is what a Watch saw.
type Health struct {
	// Counted is false where executions cannot be listed: those of an express
	// machine.
	Counted bool
	// Succeeded, Failed (timed out and aborted too) and Running executions
	// since the begin.
	Succeeded, Failed, Running int
	// Ringing are the alarms in state ALARM, sorted. A name that is no alarm
	// is a Fault of kind NotFound.
	Ringing []string
}
