using System.Diagnostics.CodeAnalysis;

namespace Ledger.Chaincode;

/// <summary>
/// A set in memory whose members are in order: the deterministic replacement for a hash set. Costs are those of
/// <see cref="OrderedMap{TKey,TValue}"/>. Not thread safe; not part of the state.
/// </summary>
/// <typeparam name="T">The members; those that the order calls equal are one.</typeparam>
public sealed class OrderedSet<T>
    where T : notnull
{
    private readonly OrderedMap<T, bool> _members;

    /// <summary>Makes an empty set.</summary>
    /// <param name="order">The order of the members, for example <see cref="Order.Text"/>.</param>
    public OrderedSet(IOrder<T> order)
    {
        _members = new OrderedMap<T, bool>(order);
    }

    /// <summary>Members in it.</summary>
    public int Count => _members.Count;

    /// <summary>Whether the value is a member.</summary>
    public bool Contains(T value) => _members.Contains(value);

    /// <summary>Adds a member.</summary>
    /// <returns>False when it was one already; then the older one stays.</returns>
    public bool Add(T value)
    {
        if (_members.Contains(value))
        {
            return false;
        }

        _members.Set(value, true);
        return true;
    }

    /// <summary>Removes a member.</summary>
    /// <returns>False when it was none.</returns>
    public bool Remove(T value) => _members.Remove(value);

    /// <summary>The lowest member.</summary>
    /// <returns>False when the set is empty.</returns>
    public bool TryFirst([MaybeNullWhen(false)] out T value) => _members.TryFirst(out value, out _);

    /// <summary>The highest member.</summary>
    /// <returns>False when the set is empty.</returns>
    public bool TryLast([MaybeNullWhen(false)] out T value) => _members.TryLast(out value, out _);

    /// <summary>The lowest member above a value, whether that is one or not.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryAbove(T after, [MaybeNullWhen(false)] out T value) => _members.TryAbove(after, out value, out _);

    /// <summary>The members in order, as a new array.</summary>
    public T[] ToArray() => _members.Keys();

    /// <summary>Removes everything.</summary>
    public void Clear() => _members.Clear();
}
