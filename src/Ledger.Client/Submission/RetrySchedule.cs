namespace Ledger.Client.Submission;

/// <summary>A bounded number of pauses, each twice the one before up to a cap. One caller.</summary>
internal struct RetrySchedule
{
    private readonly LedgerClientOptions _options;
    private TimeSpan _pause;
    private int _used;

    public RetrySchedule(LedgerClientOptions options)
    {
        _options = options;
        _pause = options.RetryPause;
    }

    /// <summary>The next pause; null when none is left.</summary>
    public TimeSpan? Next()
    {
        if (_used == _options.RetriesMax)
        {
            return null;
        }

        _used++;
        var pause = _pause;
        _pause = pause + pause < _options.RetryPauseMax ? pause + pause : _options.RetryPauseMax;
        return pause;
    }

    /// <summary>Something worked: all pauses are there again.</summary>
    public void Reset()
    {
        _used = 0;
        _pause = _options.RetryPause;
    }
}
