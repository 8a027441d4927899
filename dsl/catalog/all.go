package catalog

import (
	"slices"
	"strings"
)

// All lists the kinds in alphabetical order.
var All = []*Kind{
	&activity,
	&apiGateway,
	&approval,
	&verbatim,
	&athenaQuery,
	&awsCall,
	&batchJob,
	&bedrockInvoke,
	&codeBuild,
	&databrewJob,
	&dynamodbDelete,
	&dynamodbGet,
	&dynamodbPut,
	&dynamodbUpdate,
	&ecsTask,
	&eksCall,
	&emrCancelStep,
	&emrCreateCluster,
	&emrEKSJob,
	&emrNotebook,
	&emrServerlessApplication,
	&emrServerlessJob,
	&emrSetTerminationProtection,
	&emrStep,
	&emrTerminateCluster,
	&eventsPut,
	&fail,
	&glueCrawler,
	&glueJob,
	&httpCall,
	&lambda,
	&pipeline,
	&redshiftQuery,
	&s3Get,
	&s3Put,
	&sagemakerProcessing,
	&sagemakerTraining,
	&sagemakerTransform,
	&snsPublish,
	&sqsSend,
	&ssmGet,
	&stateMachine,
	&value,
	&wait,
}

// Lookup finds a kind by its name. The kind belongs to the catalog and is not
// to be changed.
func Lookup(name string) (*Kind, bool) {
	i, found := slices.BinarySearchFunc(All, name, func(k *Kind, name string) int { return strings.Compare(k.Name, name) })
	if !found {
		return nil, false
	}
	return All[i], true
}

// LookupCluster finds a kind of cluster by its name.
func LookupCluster(name string) (*Cluster, bool) {
	for _, c := range Clusters {
		if c.Name == name {
			return c, true
		}
	}
	return nil, false
}

// Names lists the names of all kinds, the portable ones too, in alphabetical
// order.
func Names() []string {
	names := make([]string, 0, len(All)+len(Portables))
	for _, k := range All {
		names = append(names, k.Name)
	}
	for _, p := range Portables {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	return names
}

// TransientOf are the errors that "transient" stands for in a mode of the kind,
// or, with nil, while it polls.
func (k *Kind) TransientOf(m *Mode) []string {
	if m != nil && m.Transient != nil {
		return m.Transient
	}
	return k.Transient
}

// Allows are what the machine's role needs for a mode.
func (m *Mode) Allows() []Allow { return slices.Concat(m.Call.Allow, m.Allow) }

// Allows are what the machine's role needs for a poll that begins by start, one
// of Start and StartElse.
func (p *Poll) Allows(start *Call) []Allow { return slices.Concat(start.Allow, p.Allow) }

// Arg finds an argument of the kind by its name.
func (k *Kind) Arg(name string) (*Arg, bool) { return findArg(k.Args, name) }

// Arg finds an argument of the cluster by its name.
func (c *Cluster) Arg(name string) (*Arg, bool) { return findArg(c.Args, name) }

func findArg(args []Arg, name string) (*Arg, bool) {
	for i := range args {
		if args[i].Name == name {
			return &args[i], true
		}
	}
	return nil, false
}

// A Func is a function that only the catalog's expressions may call.
type Func struct {
	Name string
	Doc  string
}

// Funcs lists those functions in alphabetical order. All others are the
// language's own.
var Funcs = []Func{
	{
		Name: "dynamo_map",
		Doc: "The attribute values of an object of plain values: {a = 1} becomes {a = {N = \"1\"}}. Strings become S, " +
			"numbers N, booleans BOOL, null {NULL = true}, lists L and objects M, to any depth.",
	},
	{
		Name: "undynamo_map",
		Doc: "The plain values of an object of attribute values, with the sets SS and NS as lists; binary values B and " +
			"BS keep their base64 text. Null gives null.",
	},
}
