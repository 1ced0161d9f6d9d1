namespace IonSweep.Charts.Marks;

/// <summary>Shapes that stay distinct in black and white.</summary>
public enum MarkerShape
{
    /// <summary>Circle.</summary>
    Circle,

    /// <summary>Square.</summary>
    Square,

    /// <summary>Triangle, point up.</summary>
    Triangle,

    /// <summary>Square on its corner.</summary>
    Diamond,

    /// <summary>Triangle, point down.</summary>
    TriangleDown,

    /// <summary>Upright cross.</summary>
    Plus,

    /// <summary>Hexagon.</summary>
    Hexagon,

    /// <summary>Five-pointed star.</summary>
    Star,
}
