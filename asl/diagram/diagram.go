// Package diagram draws boxes and arrows: as SVG, DOT, Mermaid and plain text.
// It knows neither pipelines nor machines; what a task graph, a machine and an
// execution look like is said by their own Diagram methods. Start at Diagram,
// or at New for what is nested.
package diagram

// A Diagram is nodes in clusters, and edges between them. All of its forms are
// the same, byte for byte, for the same diagram; the order of nodes, clusters
// and edges is the order in which they are drawn where nothing else decides.
type Diagram struct {
	// Title is written above it; empty for none.
	Title string

	Nodes    []Node
	Clusters []Cluster
	Edges    []Edge

	// Body is what New made the diagram from; nil for one that is not
	// nested. Only Text looks at it.
	Body Part
}

// A Node is a task or a state.
type Node struct {
	// ID is what edges name it by. Nodes and clusters share one namespace.
	ID string

	// Label is the first line; ID when empty.
	Label string

	// Note is the second line, in small: the kind. Empty for none.
	Note string

	Shape  Shape
	Status Status

	// In is the ID of the cluster around it; empty at the top. New sets it.
	In string
}

// A Cluster is a frame around nodes and other clusters.
type Cluster struct {
	ID    string
	Label string // ID when empty
	Note  string

	Status Status
	Line   Line // of the frame

	// In is the ID of the cluster around it; empty at the top. New sets it.
	In string
}

// An Edge goes from a node or cluster to another.
type Edge struct {
	From, To string

	// Label stands on it: a condition. Empty for none.
	Label string

	Line Line
}

// A Shape tells nodes apart by what they do.
type Shape int

const (
	Rounded Shape = iota // work
	Choice               // a decision
	Start                // where it begins
	End                  // where it ends
	Point                // where several edges meet; it has no label
)

// A Line is how an edge or a frame is drawn.
type Line int

const (
	Solid  Line = iota
	Dashed      // put there by us and not by the user
	Dotted      // on failure only
)

// A Status is what became of a node in an execution.
type Status int

const (
	None Status = iota // no execution is shown
	Waiting
	Running
	Succeeded
	Caught // failed, and the execution went on
	Failed
	Skipped
)

// statusNames are the words of a status, in order.
var statusNames = [...]string{"", "waiting", "running", "succeeded", "caught", "failed", "skipped"}

// String is "succeeded"; empty for None.
func (s Status) String() string { return statusNames[s] }

func (n Node) label() string {
	if n.Shape == Point {
		return ""
	}
	return or(n.Label, n.ID)
}

func (c Cluster) label() string { return or(c.Label, c.ID) }

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
