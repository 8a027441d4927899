package compiler

import (
	"slices"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/compiler/query"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// locals are what an expression may mention besides what is around its task.
type locals struct {
	result  jsonata.Node // of the task's own call
	started jsonata.Node
	// inputs are read from the execution's input: they are not assigned yet.
	inputs map[string]jsonata.Node
}

// env says where values live for an expression in a frame, seen from a site.
func (c *compile) env(f frame, s *site, l *locals) query.Env {
	return query.Env{Ref: func(r *expr.Ref) jsonata.Node {
		switch src := r.Source.(type) {
		case expr.Input:
			if l != nil && l.inputs != nil {
				return l.inputs[src.Name]
			}
			return &jsonata.Var{Name: inputVar(src.Name)}
		case expr.Output:
			return s.node(c.variable(outputVar(src.Task)))
		case expr.Skipped:
			v := c.variable(skippedVar(src.Task))
			if v.home == nil {
				return &jsonata.Bool{Value: false}
			}
			return s.node(v)
		case expr.ClusterID:
			return c.clusterID(src.Cluster, f, s)
		case expr.Result:
			return l.result
		case expr.Started:
			return l.started
		case expr.ErrorPart:
			return f.handler.part(src.Part)
		case expr.Run:
			c.runsRead++
			if f.apart {
				return &jsonata.Var{Name: "run_" + src.Part}
			}
			return c.run(src.Part)
		case expr.Account:
			return account(src.Part)
		case expr.Status:
			return &jsonata.Cond{If: isNull(&jsonata.Var{Name: rootError}), Then: str("succeeded"), Else: str("failed")}
		case expr.TaskToken:
			return states("context", "Task", "Token")
		case expr.TriggerEvent:
			return execution("Input", "pipectl", "event")
		case expr.Each:
			return f.each.at(src.Up).part(src.Part)
		}
		panic("compiler: unknown source of a reference")
	}}
}

func isNull(n jsonata.Node) jsonata.Node { return binary("=", n, &jsonata.Null{}) }

// part is error.NAME.
func (h *handler) part(name string) jsonata.Node {
	v := &jsonata.Var{Name: h.variable}
	member := map[string]string{"name": "Error", "cause": "Cause", "task": "Task"}[name]
	if name == "task" && h.task != "" {
		return str(h.task)
	}
	n := dots(v, member)
	if h.maybe {
		return &jsonata.Cond{If: isNull(v), Then: &jsonata.Null{}, Else: n}
	}
	return n
}

// run is run.NAME, from the context object.
func (c *compile) run(part string) jsonata.Node {
	switch part {
	case "id":
		return execution("Id")
	case "name":
		return execution("Name")
	case "start_time":
		return execution("StartTime")
	case "machine_id":
		return states("context", "StateMachine", "Id")
	case "input":
		return execution("Input")
	case "scheduled_time":
		given := execution("Input", "pipectl", "scheduled_time")
		return &jsonata.Cond{If: call("exists", given), Then: given, Else: execution("StartTime")}
	case "scheduled_date":
		return call("substring", c.run("scheduled_time"), &jsonata.Number{Value: 0}, &jsonata.Number{Value: 10})
	case "console_url":
		region := account("region")
		return join("&", []jsonata.Node{
			str("https://"), region, str(".console.aws.amazon.com/states/home?region="), region,
			str("#/v2/executions/details/"), execution("Id"),
		})
	}
	panic("compiler: run." + part)
}

// account is aws.NAME, from the execution's own ARN:
// arn:PARTITION:states:REGION:ACCOUNT:execution:MACHINE:NAME.
func account(part string) jsonata.Node {
	field := map[string]float64{"partition": 1, "region": 3, "account_id": 4}[part]
	return &jsonata.Filter{X: call("split", execution("Id"), str(":")), Pred: &jsonata.Number{Value: field}}
}

// value is an expression as JSON, its nulls kept.
func (c *compile) value(e expr.Expr, f frame, s *site, l *locals) asl.Value {
	v, diags := query.Value(e, c.env(f, s, l))
	c.add(diags...)
	return v
}

// argument is an expression as JSON, its nulls left out.
func (c *compile) argument(e expr.Expr, f frame, s *site, l *locals) asl.Value {
	env := c.env(f, s, l)
	env.DropNull = true
	v, diags := query.Value(e, env)
	c.add(diags...)
	return v
}

func (c *compile) node(e expr.Expr, f frame, s *site, l *locals) jsonata.Node {
	n, diags := query.Node(e, c.env(f, s, l))
	c.add(diags...)
	return n
}

func (c *compile) cond(e expr.Expr, f frame) jsonata.Node {
	n, diags := query.Condition(e, c.env(f, nil, nil))
	c.add(diags...)
	return n
}

// ruleAt is the whole condition of a Choice's rule.
func (c *compile) ruleAt(e expr.Expr, f frame, l *locals) jsonata.Node {
	n, diags := query.Rule(e, c.env(f, nil, l))
	c.add(diags...)
	return n
}

// condAt is a condition over what a call gave.
func (c *compile) condAt(e expr.Expr, f frame, l *locals) jsonata.Node {
	n, diags := query.Condition(e, c.env(f, nil, l))
	c.add(diags...)
	return n
}

// exprOwn is the value of an expression as what a state gives.
func (c *compile) exprOwn(e expr.Expr, f frame, l *locals) own {
	return own{
		node:  func() jsonata.Node { return c.node(e, f, nil, l) },
		value: func() asl.Value { return c.value(e, f, nil, l) },
	}
}

// clusterID is cluster.NAME.id.
func (c *compile) clusterID(name string, f frame, s *site) jsonata.Node {
	if v := c.vars[clusterVar(name)]; v != nil && v.home != nil {
		return s.node(v)
	}
	for _, cl := range c.p.Clusters {
		if cl.Name == name && cl.Use != nil {
			return c.node(cl.Use, f, s, nil)
		}
	}
	return &jsonata.Null{}
}

// given: the cluster is one that exists, known at compile time.
func given(cl *dsl.Cluster) bool {
	if cl.Use == nil {
		return false
	}
	v, ok := expr.Static(cl.Use)
	return ok && !v.IsNull()
}

// ends: the machine ends the cluster.
func ends(cl *dsl.Cluster) bool { return !cl.Top && !cl.Reuse && !given(cl) }

// taskReads are the tasks that an expression mentions.
func taskReads(e expr.Expr) []string {
	var out []string
	for _, m := range expr.Mentions(e) {
		switch s := m.Ref.Source.(type) {
		case expr.Output:
			out = append(out, s.Task)
		case expr.Skipped:
			out = append(out, s.Task)
		default:
		}
	}
	return out
}

// trimmed is what is read of a value, and nothing else: the whole, or an object
// of the members read. Members that may be missing are missing in it too.
func trimmed(base jsonata.Node, whole bool, paths [][]string) asl.Value {
	if whole || len(paths) == 0 {
		return asl.Code{Expr: base}
	}
	if !isPath(base) {
		// Computed once.
		v := &jsonata.Var{Name: "result"}
		return asl.Code{Expr: &jsonata.Block{Exprs: []jsonata.Node{&jsonata.Assign{Var: v.Name, Value: base}, trim(v, paths)}}}
	}
	return asl.Code{Expr: trim(base, paths)}
}

// isPath says whether a node only reads members of a variable.
func isPath(n jsonata.Node) bool {
	switch n := n.(type) {
	case *jsonata.Var:
		return true
	case *jsonata.Dot:
		return isPath(n.Left)
	default:
	}
	return false
}

func trim(base jsonata.Node, paths [][]string) jsonata.Node {
	return trimTo(paths, nil, func(path []string) jsonata.Node { return dots(base, path...) })
}

// trimTo is an object of the members at some paths, as deep as they are; with an
// empty path among them, or none, the whole.
func trimTo(paths [][]string, at []string, part func(path []string) jsonata.Node) jsonata.Node {
	if len(paths) == 0 {
		return part(at)
	}
	for _, p := range paths {
		if len(p) == 0 {
			return part(at)
		}
	}
	o := &jsonata.Object{}
	done := map[string]bool{}
	for _, p := range paths {
		if done[p[0]] {
			continue
		}
		done[p[0]] = true
		var rest [][]string
		for _, q := range paths {
			if q[0] == p[0] {
				rest = append(rest, q[1:])
			}
		}
		o.Pairs = append(o.Pairs, jsonata.Pair{Key: str(p[0]), Value: trimTo(rest, append(slices.Clip(at), p[0]), part)})
	}
	return o
}
