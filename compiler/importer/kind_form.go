package importer

import (
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl/catalog"
)

// forms set the arguments of kinds that are written otherwise than the call they
// become. What a form does not know it leaves for parameters; false: the kind
// cannot make this call.
var forms = map[string]func(it *item, f *fields, mode *catalog.Mode) bool{
	"lambda": func(_ *item, f *fields, mode *catalog.Mode) bool {
		v, given := f.peek("InvocationType")
		switch {
		case !given || keyOf(v) == keyOf(text("RequestResponse")):
			if given {
				f.take("InvocationType")
			}
			return mode.Await != "none"
		case keyOf(v) == keyOf(text("Event")) && mode.Await == "none":
			f.take("InvocationType")
			return true
		}
		return false
	},
	"glue_job": func(it *item, f *fields, _ *catalog.Mode) bool {
		typ, hasType := f.peek("WorkerType")
		count, hasCount := f.peek("NumberOfWorkers")
		if _, isForeign := count.(*foreign); hasType && hasCount && !isForeign {
			f.take("WorkerType")
			f.take("NumberOfWorkers")
			it.set("workers", &object{members: []named{{"type", typ}, {"count", count}}})
		}
		return true
	},
	"sns_publish": func(it *item, f *fields, _ *catalog.Mode) bool {
		topic, ok := f.peek("TopicArn")
		if !ok {
			return false
		}
		if _, ok := f.peek("Message"); !ok {
			return false
		}
		f.take("TopicArn")
		it.set("topic", topic)
		return takeAttributes(it, f)
	},
	"sqs_send": func(it *item, f *fields, _ *catalog.Mode) bool { return takeAttributes(it, f) },
	"events_put": func(it *item, f *fields, _ *catalog.Mode) bool {
		entries, ok := f.peek("Entries")
		list, isList := objectForm(entries).(*tuple)
		if !ok || !isList || len(list.items) != 1 || len(f.members) != 1 {
			return false
		}
		entry, ok := fieldsOf(list.items[0])
		if !ok {
			return false
		}
		for _, n := range []struct{ member, arg string }{{"EventBusName", "bus"}, {"Source", "source"}, {"DetailType", "detail_type"}, {"Detail", "detail"}} {
			v, ok := entry.take(n.member)
			if ok {
				it.set(n.arg, v)
			} else if n.arg == "source" {
				return false
			}
		}
		if len(entry.members) > 0 {
			return false
		}
		f.take("Entries")
		return true
	},
	"apigateway": func(it *item, f *fields, _ *catalog.Mode) bool {
		if v, ok := f.peek("AuthType"); ok {
			for _, auth := range []string{"iam_role", "resource_policy"} {
				if keyOf(v) == keyOf(text(strings.ToUpper(auth))) {
					f.take("AuthType")
					it.set("auth", text(auth))
				}
			}
			if v, ok := f.take("AuthType"); ok { // the kind has no name for it
				f.rest = append(f.rest, named{"AuthType", v})
			}
		}
		takeLists(it, f, "Headers", "headers")
		takeLists(it, f, "QueryParameters", "query")
		return true
	},
	"eks_call": func(it *item, f *fields, _ *catalog.Mode) bool {
		takeLists(it, f, "QueryParameters", "query")
		return true
	},
	"emr_create_cluster": takeCluster,
	"http":               func(*item, *fields, *catalog.Mode) bool { return true },
	"emr_step": func(it *item, f *fields, _ *catalog.Mode) bool {
		action, ok := f.take("Step.ActionOnFailure")
		if ok {
			c, _ := action.(constant)
			s, _ := c.v.(asl.String)
			name := map[asl.String]string{
				"CONTINUE": "continue", "CANCEL_AND_WAIT": "cancel_and_wait",
				"TERMINATE_CLUSTER": "terminate_cluster", "TERMINATE_JOB_FLOW": "terminate_cluster",
			}[s]
			if name == "" {
				return false
			}
			if name != "continue" {
				it.set("on_failure", text(name))
			}
		}
		jar, _ := f.take("Step.HadoopJarStep.Jar")
		args, hasArgs := f.take("Step.HadoopJarStep.Args")
		class, hasClass := f.take("Step.HadoopJarStep.MainClass")
		if jar == nil {
			return false
		}
		if keyOf(jar) == keyOf(text("command-runner.jar")) && hasArgs && !hasClass {
			it.set("command", args)
			return true
		}
		it.set("jar", jar)
		if hasClass {
			it.set("main_class", class)
		}
		if hasArgs {
			it.set("args", args)
		}
		return true
	},
	"emr_serverless_job": func(it *item, f *fields, _ *catalog.Mode) bool {
		driver, ok := f.take("JobDriver")
		in, known := fieldsOf(driver)
		if !ok || !known || len(in.members) != 1 || in.members[0].name != "SparkSubmit" {
			return false
		}
		submit, known := fieldsOf(in.members[0].v)
		if !known {
			return false
		}
		spark := &object{}
		script, ok := submit.take("EntryPoint")
		if !ok {
			return false
		}
		spark.members = append(spark.members, named{"script", script})
		if args, ok := submit.take("EntryPointArguments"); ok {
			spark.members = append(spark.members, named{"args", args})
		}
		if settings, ok := submit.take("SparkSubmitParameters"); ok {
			more, ok := sparkSettings(settings)
			if !ok {
				return false
			}
			spark.members = append(spark.members, more...)
		}
		it.set("spark", spark)
		return len(submit.members) == 0
	},
	"emr_serverless_application": func(it *item, f *fields, mode *catalog.Mode) bool {
		_, action, _ := strings.Cut(strings.TrimPrefix(mode.Resource, "arn:aws:states:::"), ":")
		action, _, _ = strings.Cut(strings.TrimSuffix(action, ".sync"), "Application")
		it.set("action", text(action))
		if action == "create" {
			engine, _ := f.take("Type")
			c, _ := engine.(constant)
			s, _ := c.v.(asl.String)
			if s != "SPARK" && s != "HIVE" {
				return false
			}
			if s == "HIVE" {
				it.set("engine", text("hive"))
			}
			return true
		}
		return mode.When == `action == "`+action+`"` || action == "delete"
	},
	"emr_set_termination_protection": func(*item, *fields, *catalog.Mode) bool { return true },
	"emr_terminate_cluster":          func(*item, *fields, *catalog.Mode) bool { return true },
	"dynamodb_get":                   func(it *item, f *fields, _ *catalog.Mode) bool { return takeItem(it, f, "Key", "key") },
	"dynamodb_delete":                func(it *item, f *fields, _ *catalog.Mode) bool { return takeItem(it, f, "Key", "key") },
	"dynamodb_put":                   func(it *item, f *fields, _ *catalog.Mode) bool { return takeItem(it, f, "Item", "item") },
	"dynamodb_update":                takeUpdate,
	"redshift_query":                 func(*item, *fields, *catalog.Mode) bool { return false },
}

// takeAttributes are the attributes of a message, where all are strings.
func takeAttributes(it *item, f *fields) bool {
	v, ok := f.peek("MessageAttributes")
	if !ok {
		return true
	}
	in, known := fieldsOf(v)
	if !known {
		return true
	}
	out := &object{}
	for _, m := range in.members {
		one, known := fieldsOf(m.v)
		if !known || len(one.members) != 2 {
			return true
		}
		typ, _ := one.take("DataType")
		s, ok := one.take("StringValue")
		if typ == nil || keyOf(typ) != keyOf(text("String")) || !ok {
			return true
		}
		out.members = append(out.members, named{m.name, s})
	}
	f.take("MessageAttributes")
	it.set("attributes", out)
	return true
}

// takeLists are members that are lists of one value each.
func takeLists(it *item, f *fields, member, arg string) {
	v, _ := f.peek(member)
	in, known := fieldsOf(v)
	if !known {
		return
	}
	out := &object{}
	for _, m := range in.members {
		list, ok := objectForm(m.v).(*tuple)
		if !ok || len(list.items) != 1 {
			return
		}
		out.members = append(out.members, named{m.name, list.items[0]})
	}
	f.take(member)
	it.set(arg, out)
}

// sparkSettings are the words of SparkSubmitParameters, in the order in which
// the kind writes them.
func sparkSettings(v value) ([]named, bool) {
	c, ok := v.(constant)
	s, isText := c.v.(asl.String)
	if !ok || !isText {
		return nil, false
	}
	words := strings.Fields(string(s))
	if strings.Join(words, " ") != string(s) {
		return nil, false
	}
	var out []named
	conf := &object{}
	for i := 0; i+1 < len(words); i += 2 {
		switch words[i] {
		case "--class":
			if len(conf.members) > 0 || len(out) > 0 {
				return nil, false
			}
			out = append(out, named{"class", text(words[i+1])})
		case "--conf":
			key, val, ok := strings.Cut(words[i+1], "=")
			if n := len(conf.members); !ok || n > 0 && conf.members[n-1].name >= key {
				return nil, false
			}
			conf.members = append(conf.members, named{key, text(val)})
		default:
			return nil, false
		}
	}
	if len(words)%2 != 0 {
		return nil, false
	}
	if len(conf.members) > 0 {
		out = append(out, named{"conf", conf})
	}
	return out, true
}

// attributeValues are the arguments of a call of DynamoDB's optimized integration
// with attribute values wherever it takes text for one of type S: which it does,
// though no page says so. What is only known at run time is taken for text where
// something beside it is.
func attributeValues(args value) value {
	f, ok := fieldsOf(args)
	if !ok {
		return args
	}
	for i, m := range f.members {
		switch m.name {
		case "Key", "Item", "ExpressionAttributeValues":
			f.members[i].v = typed(m.v)
		}
	}
	return &object{members: f.members}
}

func typed(v value) value {
	f, ok := fieldsOf(v)
	if !ok || !slices.ContainsFunc(f.members, func(m named) bool { return isText(m.v) || isTemplate(m.v) || isWord(m.v) }) {
		return v
	}
	for i, m := range f.members {
		if _, isObject := fieldsOf(m.v); !isObject {
			f.members[i].v = &object{members: []named{{"S", m.v}}}
		}
	}
	return &object{members: f.members}
}

// isWord: a name of the language that stands for text, such as run.id.
func isWord(v value) bool {
	r, ok := v.(ref)
	return ok && r.root.what == rootText && len(r.path) == 0
}

func isTemplate(v value) bool {
	if f, ok := v.(*function); ok {
		return f.name == "tostring"
	}
	_, ok := v.(*template)
	return ok
}

// takeItem is a DynamoDB item or key in plain values.
func takeItem(it *item, f *fields, member, arg string) bool {
	v, ok := f.take(member)
	if !ok {
		return false
	}
	plain, ok := plainItem(v)
	if ok {
		it.set(arg, plain)
	}
	return ok
}

// plainItem is an object of attribute values as one of plain values; false where
// they would not become the same attribute values again.
func plainItem(v value) (value, bool) {
	f, ok := fieldsOf(v)
	if !ok {
		return nil, false
	}
	out := &object{}
	for _, m := range f.members {
		p, ok := plainAttribute(m.v)
		if !ok {
			return nil, false
		}
		out.members = append(out.members, named{m.name, p})
	}
	return out, true
}

func plainAttribute(v value) (value, bool) {
	f, ok := fieldsOf(v)
	if !ok || len(f.members) != 1 {
		return nil, false
	}
	in := f.members[0].v
	c, isConst := in.(constant)
	switch f.members[0].name {
	case "S":
		if isConst {
			_, ok := c.v.(asl.String)
			return in, ok
		}
		return in, true
	case "N":
		if isConst {
			s, ok := c.v.(asl.String)
			if !ok || !plainNumber(string(s)) {
				return nil, false
			}
			return constant{asl.Number(s)}, true
		}
		if f, ok := in.(*function); ok && f.name == "tostring" {
			in = f.args[0]
		}
		return call("tonumber", in), true
	case "BOOL":
		if isConst {
			_, ok := c.v.(asl.Bool)
			return in, ok
		}
		return in, true
	case "NULL":
		return constant{asl.Null{}}, keyOf(in) == keyOf(constant{asl.Bool(true)})
	case "M":
		return plainItem(in)
	case "L":
		list, ok := objectForm(in).(*tuple)
		if !ok {
			return nil, false
		}
		out := &tuple{}
		for _, i := range list.items {
			if isText(i) {
				i = &object{members: []named{{"S", i}}}
			}
			p, ok := plainAttribute(i)
			if !ok {
				return nil, false
			}
			out.items = append(out.items, p)
		}
		return out, true
	}
	return nil, false
}

// plainNumber: the number is written the one way in which it would be again.
func plainNumber(s string) bool {
	if s == "0" {
		return true
	}
	digits := strings.TrimPrefix(s, "-")
	return len(digits) > 0 && len(digits) < 16 && digits[0] != '0' && strings.Trim(digits, "0123456789") == ""
}

// takeUpdate is an update that sets attributes to values.
func takeUpdate(it *item, f *fields, _ *catalog.Mode) bool {
	expression, _ := f.take("UpdateExpression")
	c, _ := expression.(constant)
	s, _ := c.v.(asl.String)
	rest, ok := strings.CutPrefix(strings.TrimSpace(string(s)), "SET ")
	if !ok {
		rest, ok = strings.CutPrefix(strings.TrimSpace(string(s)), "set ")
	}
	values, _ := f.take("ExpressionAttributeValues")
	held, known := fieldsOf(values)
	if !ok || !known {
		return false
	}
	names, _ := f.take("ExpressionAttributeNames")
	called, _ := fieldsOf(names)
	out := &object{}
	for _, part := range strings.Split(rest, ",") {
		name, val, ok := strings.Cut(part, "=")
		name, val = strings.TrimSpace(name), strings.TrimSpace(val)
		if !ok || !identifier.MatchString(strings.TrimPrefix(val, ":")) {
			return false
		}
		if strings.HasPrefix(name, "#") {
			if called == nil {
				return false
			}
			v, ok := called.take(name)
			c, isConst := v.(constant)
			s, isText := c.v.(asl.String)
			if !ok || !isConst || !isText {
				return false
			}
			name = string(s)
		} else if !identifier.MatchString(name) {
			return false
		}
		v, ok := held.take(val)
		if !ok {
			return false
		}
		plain, ok := plainAttribute(v)
		if !ok {
			return false
		}
		out.members = append(out.members, named{name, plain})
	}
	if len(held.members) > 0 || called != nil && len(called.members) > 0 || !slices.ContainsFunc(f.members, func(n named) bool { return n.name == "Key" }) {
		return false
	}
	it.set("item", out)
	return takeItem(it, f, "Key", "key")
}

// answers are what the original sees of kinds whose result is made otherwise.
var answers = map[string]func(out ref) value{
	"dynamodb_get": func(out ref) value {
		of := out.root.item.state
		return &object{members: []named{{"Item", &attributes{out, of}}}, rest: "the kind dynamodb_get gives the item only", of: of}
	},
	"dynamodb_put":    written,
	"dynamodb_update": written,
	"dynamodb_delete": written,
}

func written(out ref) value {
	of := out.root.item.state
	return &object{members: []named{{"Attributes", &attributes{out, of}}}, rest: "the kind gives the attributes only", of: of}
}
