namespace Ledger.Contracts.Market.Continuous;

/// <summary>
/// Values by id: a treap whose priorities are a function of the id's bytes, so that its shape is the same everywhere;
/// expected O(log n). Not shared.
/// </summary>
internal sealed class IdTable<TValue>
    where TValue : class
{
    private Node? _root;

    public TValue? Find(string id)
    {
        var node = _root;
        while (node != null)
        {
            var order = Ordinal.Compare(id, node.Id);
            if (order == 0)
            {
                return node.Value;
            }

            node = order < 0 ? node.Left : node.Right;
        }

        return null;
    }

    /// <summary>Adds a value, or replaces that of the id.</summary>
    public void Put(string id, TValue value) => _root = Put(_root, id, value);

    public void Remove(string id) => _root = Remove(_root, id);

    private static Node Put(Node? node, string id, TValue value)
    {
        if (node == null)
        {
            return new Node(id, value);
        }

        var order = Ordinal.Compare(id, node.Id);
        if (order == 0)
        {
            node.Value = value;
            return node;
        }

        if (order < 0)
        {
            node.Left = Put(node.Left, id, value);
            return node.Left.Priority > node.Priority ? RotateRight(node, node.Left) : node;
        }

        node.Right = Put(node.Right, id, value);
        return node.Right.Priority > node.Priority ? RotateLeft(node, node.Right) : node;
    }

    private static Node? Remove(Node? node, string id)
    {
        if (node == null)
        {
            return null;
        }

        var order = Ordinal.Compare(id, node.Id);
        if (order < 0)
        {
            node.Left = Remove(node.Left, id);
            return node;
        }

        if (order > 0)
        {
            node.Right = Remove(node.Right, id);
            return node;
        }

        return Join(node.Left, node.Right);
    }

    private static Node? Join(Node? left, Node? right)
    {
        if (left == null || right == null)
        {
            return left ?? right;
        }

        if (left.Priority > right.Priority)
        {
            left.Right = Join(left.Right, right);
            return left;
        }

        right.Left = Join(left, right.Left);
        return right;
    }

    private static Node RotateRight(Node node, Node left)
    {
        node.Left = left.Right;
        left.Right = node;
        return left;
    }

    private static Node RotateLeft(Node node, Node right)
    {
        node.Right = right.Left;
        right.Left = node;
        return right;
    }

    private sealed class Node
    {
        public Node(string id, TValue value)
        {
            Id = id;
            Value = value;

            // FNV-1a, then mixed: enough to spread ids that people choose.
            ulong hash = 14_695_981_039_346_656_037;
            unchecked
            {
                foreach (var c in id)
                {
                    hash = (hash ^ c) * 1_099_511_628_211;
                }

                hash = (hash ^ (hash >> 29)) * 0xBF58476D1CE4E5B9;
                Priority = hash ^ (hash >> 32);
            }
        }

        public string Id { get; }

        public TValue Value { get; set; }

        public ulong Priority { get; }

        public Node? Left { get; set; }

        public Node? Right { get; set; }
    }
}
